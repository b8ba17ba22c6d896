//! Values as `name=text` pairs: queries and cookies.
use super::encode::{Shape, join};
use super::percent::{self, COOKIE, COOKIE_ITEM, RESERVED, RESERVED_ITEM, UNRESERVED};
use super::{Fault, Location, Parameter, Style};
use crate::json::{Kind, Node};

/// Says whether there was anything to write.
pub(super) fn pairs(
    parameter: &Parameter,
    name: &str,
    shape: &Shape<'_>,
    out: &mut String,
    between: &str,
) -> Result<bool, Fault> {
    if parameter.style == Style::Cookie {
        return plain(parameter, shape, out);
    }
    let scalar = matches!(shape, Shape::Scalar(_));
    let (name_set, set, keep_triples) = match parameter.location {
        Location::Cookie => (COOKIE_ITEM, if scalar { COOKIE } else { COOKIE_ITEM }, parameter.reserved),
        _ if parameter.json || !parameter.reserved => (UNRESERVED, UNRESERVED, false),
        _ if scalar || parameter.explode => (UNRESERVED, RESERVED, true),
        _ => (UNRESERVED, RESERVED_ITEM, true),
    };
    let push = |out: &mut String, text: &str| {
        if keep_triples { percent::push_keeping_triples(out, text, set) } else { percent::push(out, text, set) }
    };
    let pair = |out: &mut String, name: &str, text: &str| {
        if !out.is_empty() {
            out.push_str(between);
        }
        percent::push(out, name, name_set);
        out.push('=');
        push(out, text);
    };
    let (delimiter, own) = match parameter.style {
        Style::SpaceDelimited => ("%20", Some(' ')),
        Style::PipeDelimited => ("%7C", Some('|')),
        _ => (",", None),
    };
    // An item's own comma is escaped. These two always are, so an item's own could not be told apart.
    let fits = |text: &str| match own {
        Some(own) if text.contains(own) => Err(Fault::Delimiter),
        _ => Ok(()),
    };
    match shape {
        Shape::Nothing => return Ok(false),
        Shape::Scalar(text) => pair(out, name, text),
        _ if shape.is_empty_list() => return Ok(false),
        Shape::Array(items) if parameter.explode => items.iter().for_each(|item| pair(out, name, item)),
        Shape::Object(members) if parameter.explode => members.iter().for_each(|(name, text)| pair(out, name, text)),
        Shape::Array(items) => {
            items.iter().try_for_each(|item| fits(item))?;
            pair(out, name, "");
            join(out, items, delimiter, |out, item| push(out, item));
        }
        Shape::Object(members) => {
            members.iter().try_for_each(|(name, text)| fits(name).and_then(|()| fits(text)))?;
            pair(out, name, "");
            join(out, members, delimiter, |out, (name, text)| {
                push(out, name);
                out.push_str(delimiter);
                push(out, text);
            });
        }
    }
    Ok(true)
}

/// `style: cookie`: texts as they are. What would end one, or be lost at its ends, cannot travel.
fn plain(parameter: &Parameter, shape: &Shape<'_>, out: &mut String) -> Result<bool, Fault> {
    let fits = |text: &str, ends: &[char]| match text {
        _ if text.contains(|c: char| c.is_control()) => Err(Fault::Header),
        _ if text.contains(ends) || text.trim() != text => Err(Fault::Delimiter),
        _ => Ok(()),
    };
    let mut pair = |name: &str, text: &str| {
        fits(name, &[';', '='])?;
        fits(text, &[';'])?;
        if !out.is_empty() {
            out.push_str("; ");
        }
        out.push_str(name);
        out.push('=');
        out.push_str(text);
        Ok(())
    };
    let listed = |text: &str| fits(text, &[';', ',']);
    match shape {
        Shape::Nothing => return Ok(false),
        _ if shape.is_empty_list() => return Ok(false),
        Shape::Scalar(text) => pair(parameter.name, text)?,
        Shape::Array(items) if parameter.explode => items.iter().try_for_each(|item| pair(parameter.name, item))?,
        Shape::Object(members) if parameter.explode => members.iter().try_for_each(|(name, text)| pair(name, text))?,
        Shape::Array(items) => {
            items.iter().try_for_each(|item| listed(item))?;
            pair(parameter.name, &items.join(","))?;
        }
        Shape::Object(members) => {
            let texts: Vec<&str> = members.iter().flat_map(|(name, text)| [&**name, &**text]).collect();
            texts.iter().try_for_each(|text| listed(text))?;
            pair(parameter.name, &texts.join(","))?;
        }
    }
    Ok(true)
}

/// `name[member]=text`. The table has only one level; below it, names are appended. A list is `name[]=text`, which is a
/// list even with one item; items with parts of their own are numbered, since they could not be told apart.
pub(super) fn deep(parameter: &Parameter, name: &str, node: Node<'_>, out: &mut String) -> Result<bool, Fault> {
    let mut root = String::new();
    percent::push(&mut root, name, UNRESERVED);
    let mut open = vec![(root, node)];
    let mut written = false;
    while let Some((name, node)) = open.pop() {
        let first = open.len();
        match node.kind() {
            Kind::Null => {}
            Kind::Array => open.extend(node.items().enumerate().map(|(index, item)| match item.kind() {
                Kind::Array | Kind::Object => (format!("{name}%5B{index}%5D"), item),
                _ => (format!("{name}%5B%5D"), item),
            })),
            Kind::Object => {
                for (member, node) in node.members() {
                    if member.contains(['[', ']']) || member.is_empty() {
                        return Err(Fault::Delimiter);
                    }
                    let mut name = format!("{name}%5B");
                    percent::push(&mut name, &member, UNRESERVED);
                    name.push_str("%5D");
                    open.push((name, node));
                }
            }
            _ => {
                if !out.is_empty() {
                    out.push('&');
                }
                out.push_str(&name);
                out.push('=');
                let text = node.scalar_text().unwrap_or_default();
                if parameter.reserved {
                    percent::push_keeping_triples(out, &text, RESERVED);
                } else {
                    percent::push(out, &text, UNRESERVED);
                }
                written = true;
            }
        }
        // What was opened last is taken first.
        open.get_mut(first..).unwrap_or_default().reverse();
    }
    Ok(written)
}
