//! `checks.rs`: what schemas demand that no type says, as functions of the runtime's `Judge`.
//!
//! A check with a name is a function; one without is written where it is used, as a closure.
use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Text;
use super::rust_type::Scope;
use super::{File, Home, branches, ident, markdown, number, rules, tags};
use crate::ir::{Api, Check, CheckId, Constraints, Demand, TypeId};

/// How long a closure on one line may be.
const LINE: usize = 72;

/// The functions in the order of their names; `None` where there are none.
pub(super) fn file<'a>(api: &'a Api, home: &'a Home) -> Option<File<'a>> {
    let mut functions = api.checks.iter().filter(|check| !check.name.is_empty()).collect::<Vec<_>>();
    functions.sort_by_key(|check| &check.name);
    let docs = Text::of("What the document demands of values beyond their types.").inner();
    let imports = functions.iter().flat_map(|check| imports(api, &check.demands));
    let imports = ["Judge", "Node"].into_iter().chain(imports).collect::<BTreeSet<_>>();
    let imports = imports.into_iter().map(ident);
    let import = quote!(use ::tenon_runtime::{#(#imports),*};);
    let items = std::iter::once(import).chain(functions.into_iter().map(|check| function(api, check)));
    exist(api).then(|| File::new(format!("{}.rs", module(api)), home, docs, items))
}

/// Tags may well be called `checks`, and their modules are for callers.
fn module(api: &Api) -> &'static str {
    let by_tag = api.is_by_tag() || api.inside.as_ref().is_some_and(|inside| inside.by_tag);
    if by_tag { "demands" } else { "checks" }
}

/// `mod checks;` if there are any.
pub(super) fn declaration(scope: &Scope<'_>) -> Option<TokenStream> {
    let (module, unused) = (ident(module(scope.api)), tags::unless_all(scope));
    exist(scope.api).then(|| quote!(#unused mod #module;))
}

/// `use super::checks;`
pub(super) fn import(scope: &Scope<'_>) -> TokenStream {
    let up = scope.up();
    match module(scope.api) {
        "checks" => quote!(use #up::checks;),
        other => {
            let module = ident(other);
            quote!(use #up::#module as checks;)
        }
    }
}

/// What a function names of the runtime, closures included.
fn imports(api: &Api, demands: &[Demand]) -> Vec<&'static str> {
    let mut names = Vec::new();
    for demand in in_place(api, demands) {
        match demand {
            Demand::Kinds(_) => names.push("Kind"),
            Demand::Text { .. } => names.push("StringRule"),
            Demand::Number { .. } => names.push("NumberRule"),
            Demand::Items { .. } => names.push("ItemsRule"),
            Demand::Count { .. } => names.push("PropertiesRule"),
            _ => {}
        }
        names.extend(has_patterns(demand).then_some("Pattern"));
        let parts = demand.parts().into_iter().map(|part| api.check(part));
        parts.filter(|part| part.name.is_empty()).for_each(|part| names.extend(imports(api, &part.demands)));
    }
    names
}

/// Whether any check is a function.
pub(super) fn exist(api: &Api) -> bool {
    api.checks.iter().any(|check| !check.name.is_empty())
}

/// `fn pet(v: Node<'_>, c: &mut Judge) { .. }`
fn function(api: &Api, check: &Check) -> TokenStream {
    let docs = Text::of(format!("{}.", markdown::code(&check.origin.to_string())));
    let (name, statements) = (ident(&check.name), statements(api, &in_place(api, &check.demands)));
    quote! {
        #docs
        pub(super) fn #name(v: Node<'_>, c: &mut Judge) { #statements }
    }
}

/// What a value of the type is judged by: `&checks::pet`.
pub(super) fn of_type(scope: &Scope<'_>, ty: TypeId) -> Option<TokenStream> {
    let name = ident(&scope.api.check(*scope.api.residues.get(&ty)?).name);
    Some(quote!(&checks::#name))
}

/// What the holder of a value judges it by; what judges itself is nobody else's business.
pub(super) fn held(scope: &Scope<'_>, ty: TypeId) -> Option<TokenStream> {
    of_type(scope, ty).filter(|_| !scope.judges_itself(ty))
}

/// A check as a value: `&pet_tags`, or `&|v, c| ..`.
fn demand(api: &Api, id: CheckId) -> TokenStream {
    let name = &api.check(id).name;
    if !name.is_empty() {
        let function = ident(name);
        return quote!(&#function);
    }
    let demands = in_place(api, &api.check(id).demands);
    match demands.as_slice() {
        [] => quote!(&|_, _| {}),
        [one] if !has_patterns(one) => {
            let call = call(api, one);
            // Of what does not fit on a line, the printer makes less of a mess when it is a statement.
            match call.to_string().len() > LINE {
                true => quote!(&|v, c| { #call; }),
                false => quote!(&|v, c| #call),
            }
        }
        several => {
            let statements = statements(api, several);
            quote!(&|v, c| { #statements })
        }
    }
}

/// Demands with those of checks that hold for the same value and are no functions.
fn in_place<'a>(api: &'a Api, demands: &'a [Demand]) -> Vec<&'a Demand> {
    let each = demands.iter().flat_map(|demand| match demand {
        Demand::Holds(id) if api.check(*id).name.is_empty() => in_place(api, &api.check(*id).demands),
        demand => vec![demand],
    });
    each.collect()
}

fn optional(api: &Api, id: Option<CheckId>) -> TokenStream {
    let demand = id.map(|id| demand(api, id));
    demand.map_or_else(|| quote!(None), |demand| quote!(Some(#demand)))
}

/// Patterns are compiled once: each needs a place.
fn has_patterns(demand: &Demand) -> bool {
    match demand {
        Demand::Text { pattern, .. } => pattern.is_some(),
        Demand::Members { patterns, .. } => !patterns.is_empty(),
        _ => false,
    }
}

/// Demands one after the other. Where there are several, each pattern has a block of its own.
fn statements(api: &Api, demands: &[&Demand]) -> TokenStream {
    let each = demands.iter().map(|demand| {
        let (call, place) = (call(api, demand), place(demand));
        match demands.len() > 1 && !place.is_empty() {
            true => quote!({ #place #call; }),
            false => quote!(#place #call;),
        }
    });
    each.collect()
}

/// Where the patterns of a demand are.
fn place(demand: &Demand) -> TokenStream {
    match demand {
        Demand::Text { pattern: Some(source), .. } => {
            quote!(static PATTERN: Pattern = Pattern::new(#source);)
        }
        Demand::Members { patterns, .. } if !patterns.is_empty() => {
            let (count, sources) = (number(patterns.len()), patterns.iter().map(|(source, _)| source));
            quote!(static PATTERNS: [Pattern; #count] = [#(Pattern::new(#sources)),*];)
        }
        _ => TokenStream::new(),
    }
}

/// What one keyword demands of `v`.
fn call(api: &Api, of: &Demand) -> TokenStream {
    let one = |id: &CheckId| demand(api, *id);
    let each = |ids: &[CheckId]| ids.iter().map(one).collect::<Vec<_>>();
    match of {
        Demand::Never => quote!(c.never(v)),
        Demand::Kinds(kinds) => {
            let kinds = kinds.iter().map(|kind| branches::kind_variant(*kind));
            quote!(c.kinds(v, &[#(Kind::#kinds),*]))
        }
        Demand::Values(texts) => quote!(c.values(v, &[#(#texts),*])),
        Demand::Format(format) => {
            let format = ident(&format!("{format:?}"));
            quote!(c.format(v, ::tenon_runtime::format::TextFormat::#format))
        }
        Demand::Required(names) => quote!(c.required(v, &[#(#names),*])),
        Demand::DependentRequired(name, names) => quote!(c.dependent_required(v, #name, &[#(#names),*])),
        Demand::Dependent(name, check) => {
            let check = one(check);
            quote!(c.dependent(v, #name, #check))
        }
        Demand::Names(check) => {
            let check = one(check);
            quote!(c.names(v, #check))
        }
        Demand::Members { properties, patterns, additional } => members(api, properties, patterns, *additional),
        Demand::Tuple { prefix, rest } => {
            let (prefix, rest) = (each(prefix), optional(api, *rest));
            quote!(c.tuple(v, &[#(#prefix),*], #rest))
        }
        Demand::Contains { item, min, max } => {
            let (item, min, max) = (one(item), rules::bound(*min), rules::option(*max));
            quote!(c.contains(v, #item, #min, #max))
        }
        Demand::Holds(check) => {
            let check = one(check);
            quote!(c.holds(v, #check))
        }
        Demand::AnyOf(branches) => {
            let branches = each(branches);
            quote!(c.any_of(v, &[#(#branches),*]))
        }
        Demand::OneOf(branches) => {
            let branches = each(branches);
            quote!(c.one_of(v, &[#(#branches),*]))
        }
        Demand::Not(check) => {
            let check = one(check);
            quote!(c.not(v, #check))
        }
        Demand::If { test, then, otherwise } => {
            let (test, then, otherwise) = (one(test), optional(api, *then), optional(api, *otherwise));
            quote!(c.when(v, #test, #then, #otherwise))
        }
        Demand::Unevaluated { body, properties, items } => {
            let (body, properties, items) = (one(body), optional(api, *properties), optional(api, *items));
            quote!(c.unevaluated(v, #body, #properties, #items))
        }
        Demand::Text { .. } | Demand::Number { .. } | Demand::Items { .. } | Demand::Count { .. } => rule(of.clone()),
    }
}

fn members(
    api: &Api,
    properties: &[(String, CheckId)],
    patterns: &[(String, CheckId)],
    additional: Option<CheckId>,
) -> TokenStream {
    let properties = properties.iter().map(|(name, check)| {
        let check = demand(api, *check);
        quote!((#name, #check))
    });
    let patterns = patterns.iter().enumerate().map(|(index, (_, check))| {
        let (index, check) = (number(index), demand(api, *check));
        quote!((&PATTERNS[#index], #check))
    });
    let additional = optional(api, additional);
    quote!(c.members(v, &[#(#properties),*], &[#(#patterns),*], #additional))
}

/// Keywords that have a rule of the runtime, as constraints have.
fn rule(demand: Demand) -> TokenStream {
    let (none, runtime) = (Constraints::default(), &TokenStream::new());
    match demand {
        Demand::Text { min, max, pattern } => {
            let rule = rules::string(&Constraints { min_length: min, max_length: max, pattern, ..none }, runtime);
            quote!(c.string(v, #rule))
        }
        Demand::Number { minimum, exclusive_minimum, maximum, exclusive_maximum, multiple_of } => {
            let bounds = Constraints { minimum, exclusive_minimum, maximum, exclusive_maximum, multiple_of, ..none };
            let rule = rules::numeric(&bounds, runtime);
            quote!(c.number(v, #rule))
        }
        Demand::Items { min, max, unique } => {
            let rule =
                rules::items(&Constraints { min_items: min, max_items: max, unique_items: unique, ..none }, runtime);
            quote!(c.items(v, #rule))
        }
        Demand::Count { min, max } => {
            let rule = rules::properties(&Constraints { min_properties: min, max_properties: max, ..none }, runtime);
            quote!(c.properties(v, #rule))
        }
        _ => TokenStream::new(),
    }
}
