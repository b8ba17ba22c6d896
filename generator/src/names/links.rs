//! Names of links: methods of the replies that offer them.
use super::namer::Namer;
use super::{Kind, snake};
use crate::ir::Api;

/// `follow_owner`. Successes and failures of an operation are types of their own.
pub(super) fn name(api: &mut Api, namer: &mut Namer<'_>) {
    for operation in api.operations.iter_mut().filter(|o| !o.links.is_empty()) {
        let key = operation.key();
        for (success, within) in [(true, key.clone()), (false, format!("{key} error"))] {
            let mut own: Vec<_> = operation.links.iter_mut().filter(|link| link.success == success).collect();
            let wires: Vec<String> = own.iter().map(|link| link.name.wire.clone()).collect();
            let wires: Vec<&str> = wires.iter().map(String::as_str).collect();
            let wanted = |wire: &str| snake(&format!("follow {wire}"), "follow");
            let names = namer.members(Kind::Link, &within, &[], &wires, wanted);
            own.iter_mut().zip(names).for_each(|(link, rust)| link.name.rust = rust);
        }
    }
}
