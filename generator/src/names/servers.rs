//! Names of servers, where something may be chosen: between them, or in one.
use super::namer::{Namer, Wish};
use super::{Kind, Scope, case, snake, upper_camel};
use crate::ir::{Api, Server, ServerVariable};

/// Methods of each server.
const METHODS: &[&str] = &["new", "url", "default", "clone", "fmt", "from", "into", "eq", "ne", "to_owned"];
/// What the module needs for itself.
const TYPES: &[&str] = &["Client"];

pub(super) fn name(api: &mut Api, namer: &mut Namer<'_>) {
    let named = {
        let all = api.all_servers();
        // One that is as it is, is what `Client::default` is for.
        if all.len() < 2 && all.iter().all(|server| server.variables.is_empty()) {
            return;
        }
        named(&all, namer)
    };
    let operations = api.operations.iter_mut().flat_map(|o| &mut o.servers);
    for server in api.servers.iter_mut().chain(operations) {
        if let Some(known) = named.iter().find(|known| known.is_same(server)) {
            server.clone_from(known);
        }
    }
}

/// All of them, with their names.
fn named(all: &[&Server], namer: &mut Namer<'_>) -> Vec<Server> {
    let mut scope = Scope::new(super::PRELUDE);
    for name in TYPES {
        scope.take(name);
    }
    let mut servers: Vec<Server> = all.iter().map(|server| (*server).clone()).collect();
    let things = things(&servers);
    let title = |server: &Server| upper_camel(&server.title, "Server");
    let wishes: Vec<Wish<'_>> =
        servers.iter().zip(&things).map(|(server, thing)| Wish { thing, name: title(server) }).collect();
    let rust = namer.all(Kind::Server, "", scope.clone(), &wishes);
    for (server, rust) in servers.iter_mut().zip(rust) {
        scope.take(&rust);
        server.name.rust = rust;
    }
    let lists: Vec<(usize, usize, String, String)> =
        servers.iter().zip(&things).enumerate().flat_map(|(of, (server, thing))| lists(of, server, thing)).collect();
    let wishes: Vec<Wish<'_>> = lists.iter().map(|(.., thing, name)| Wish { thing, name: name.clone() }).collect();
    let types = namer.all(Kind::ServerVariable, "", scope, &wishes);
    for ((of, variable, ..), rust) in lists.iter().zip(types) {
        if let Some(variable) = servers.get_mut(*of).and_then(|server| server.variables.get_mut(*variable)) {
            variable.type_name = rust;
        }
    }
    servers.iter_mut().zip(&things).for_each(|(server, thing)| members(server, thing, namer));
    servers
}

/// What each server is in the lock: its URL and the defaults in it, which one more value does not change.
fn things(servers: &[Server]) -> Vec<String> {
    let mut scope = Scope::default();
    let thing = |server: &Server| {
        let default = |v: &ServerVariable| format!(" {}={}", v.name.wire, v.default.as_deref().unwrap_or_default());
        format!("{}{}", server.name.wire, server.variables.iter().map(default).collect::<String>())
    };
    servers.iter().map(|server| scope.claim(&thing(server))).collect()
}

/// Variables with a list of values: server, variable, what it is in the lock, what it would be called.
fn lists<'a>(
    of: usize,
    server: &'a Server,
    thing: &'a str,
) -> impl Iterator<Item = (usize, usize, String, String)> + use<'a> {
    server.variables.iter().enumerate().filter(|(_, v)| !v.values.is_empty()).map(move |(index, variable)| {
        let name = format!("{}{}", server.name.rust, upper_camel(&variable.name.wire, "Variable"));
        (of, index, format!("{thing} {}", variable.name.wire), name)
    })
}

fn members(server: &mut Server, thing: &str, namer: &mut Namer<'_>) {
    let wires: Vec<&str> = server.variables.iter().map(|v| v.name.wire.as_str()).collect();
    let rust = namer.members(Kind::Field, thing, METHODS, &wires, |wire| snake(wire, "variable"));
    for (variable, rust) in server.variables.iter_mut().zip(rust) {
        variable.name.rust = rust;
        let within = format!("{thing} {}", variable.name.wire);
        let wires: Vec<&str> = variable.values.iter().map(|name| name.wire.as_str()).collect();
        let rust = namer.members(Kind::Variant, &within, &["Self"], &wires, case::variant);
        variable.values.iter_mut().zip(rust).for_each(|(value, rust)| value.rust = rust);
    }
}
