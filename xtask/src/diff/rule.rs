//! `diff-rule`: what every rule of `diff` begins with.
use crate::arguments::DiffRule;
use crate::failure::Failure;
use crate::workspace::Root;
use std::fs;

/// The list that rules are in.
const LIST: &str = "generator/src/review/diff/rule.rs";
/// The one before which new ones stand.
const LAST: &str = "    ProseChanged ";

const EXAMPLE: &str = "openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
paths:
  /pets:
    get:
      operationId: list_pets
      responses: {'204': {description: Done.}}
";

pub(crate) fn run(root: &Root, arguments: &DiffRule) -> Result<(), Failure> {
    let id = arguments.id.as_str();
    let variant = tenon::names::upper_camel(id, "");
    if tenon::names::snake(id, "").replace('_', "-") != id || !tenon::names::is_identifier(&variant) {
        return Err(Failure::Usage(format!(
            "`{id}` is no id of a rule\n  = help: words in lower case with `-` between"
        )));
    }
    let path = root.directory().join(LIST);
    let list = fs::read_to_string(&path).map_err(Failure::disk("read", &path))?;
    let line = format!(
        "    {variant} \"{id}\" request[Ok Ok] reply[Ok Ok] mirror {variant} \"What has happened, in a sentence.\";\n"
    );
    let (before, after) = match list.find(LAST) {
        Some(at) if tenon::review::diff::Rule::from_id(id).is_none() => list.split_at(at),
        _ => return Err(Failure::Usage(format!("there is a rule `{id}`, or no list in `{LIST}`"))),
    };
    let folder = root.directory().join("tests").join("diff").join(id);
    fs::create_dir_all(&folder).map_err(Failure::disk("make", &folder))?;
    for name in ["base.yaml", "revision.yaml"] {
        let file = folder.join(name);
        fs::write(&file, EXAMPLE).map_err(Failure::disk("write", &file))?;
    }
    fs::write(&path, format!("{before}{line}{after}")).map_err(Failure::disk("write", &path))?;
    anstream::println!(
        "1. {LIST}: the sentence, what it means to whom, its mirror\n2. {}: the change\n3. find it: `generator/src/review/diff/`\n4. `TENON_BLESS=1 cargo test -p tests --test diff`, and read what it wrote",
        folder.join("revision.yaml").display()
    );
    Ok(())
}
