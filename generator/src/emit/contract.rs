//! `contract.rs`: an implementation of every trait that plays the exchanges of [`contract`](crate::contract), and a call of
//! every operation as a user writes it.
//!
//! What happens is the same for all operations and in the runtime; here is only what has a name of its own.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::constructor::in_order;
use super::docs::Text;
use super::request::Outgoing;
use super::rust_type::Scope;
use super::server_auth::{Demand, demand};
use super::{File, Home, client, constant, ident, joined, security, server};
use crate::ir::{ARGUMENTS, Api, Operation, SchemeKind, Tag};

/// The file beside an API's module, or below it for a module of what the API sends; `None` where there is nothing to try. `api` as for [`api`](super::api).
#[must_use]
pub fn contract<'a>(api: &'a Api, home: &'a Home) -> Option<File<'a>> {
    let inside = server::tags(api).map(|_| ()).next().is_some();
    if !inside && api.incoming.iter().all(|one| one.operations.is_empty()) {
        return None;
    }
    let scope = Scope::new(api, home).half();
    let sent = api.incoming.iter().filter(|one| !one.operations.is_empty()).map(|one| ident(&one.module));
    let sent = sent.collect::<Vec<_>>();
    let modules = quote!(#(pub mod #sent;)*);
    if !inside {
        let docs =
            Text::of("The contract: what the document says of what the API sends, tried on both halves.").inner();
        return Some(File::new("contract.rs", home, docs, [modules, alone(&sent)].into_iter()));
    }
    let docs = Text::of("The contract: what the document says of each operation, tried on both halves.");
    let docs = docs.inner();
    let secured = security::is_used(api);
    let (module, name) = (module(api), file_name(api));
    let imports = quote! {
        use crate::#module::{client, ops, server};
    };
    let auth = secured.then(|| auth(api));
    let traits = server::tags(api).map({
        let scope = scope.clone();
        move |tag| tag_trait(&scope, tag, secured)
    });
    let (modules, readers) = (if api.inside.is_some() { None } else { Some(modules) }, readers(api));
    let items = modules.into_iter().chain([imports, entry(api, &sent), player(), caller(api), readers]);
    let calls = calls(&scope);
    Some(File::new(name, home, docs, items.chain(auth).chain(traits).chain([calls])))
}

/// The API's module, or the one in it that this is about.
fn module(api: &Api) -> TokenStream {
    let module = ident(&api.module);
    let inside = api.inside.as_ref().map(|inside| ident(&inside.module));
    inside.map_or_else(|| quote!(#module), |inside| quote!(#module::#inside))
}

fn file_name(api: &Api) -> String {
    let inside = api.inside.as_ref().map(|inside| format!("contract/{}.rs", inside.module));
    inside.unwrap_or_else(|| "contract.rs".to_owned())
}

/// Of an API that serves nothing.
fn alone(sent: &[Ident]) -> TokenStream {
    quote! {
        /// Sends every exchange with the clients of this crate into its servers, and compares both ways.
        #[must_use]
        pub fn both_halves() -> ::tenon_runtime::contract::Report {
            ::tenon_runtime::contract::Report::default()#(.and(#sent::both_halves()))*
        }

        /// There is nothing to send to a server.
        #[must_use]
        pub fn server(_: &::tenon_runtime::contract::Target) -> ::tenon_runtime::contract::Report {
            ::tenon_runtime::contract::Report::default()
        }
    }
}

fn entry(api: &Api, sent: &[Ident]) -> TokenStream {
    let (data, both) = match &api.inside {
        None => ("contract.json".to_owned(), ident("both_halves")),
        Some(inside) => (format!("{}.json", inside.module), ident("deliveries")),
    };
    let more = api.inside.is_none().then(|| quote!(#(.and(#sent::both_halves()))*));
    quote! {
        /// The exchanges, as they stand on the wire.
        pub const EXCHANGES: &str = include_str!(#data);

        /// Sends every exchange with the client of this crate into its server, and compares both ways.
        #[must_use]
        pub fn both_halves() -> ::tenon_runtime::contract::Report {
            ::tenon_runtime::contract::#both(EXCHANGES, READERS, |player| server::service(Play(player)))#more
        }

        /// Sends every request to a server. Replies have to be declared ones, and what the document forbids has to be refused.
        #[must_use]
        pub fn server(server: &::tenon_runtime::contract::Target) -> ::tenon_runtime::contract::Report {
            ::tenon_runtime::contract::server(EXCHANGES, server, READERS)
        }

        /// A server that takes what the document allows, and answers with its examples or what was made up for it.
        #[must_use]
        pub fn mock() -> ::tenon_runtime::axum::Router {
            server::router(Play(::tenon_runtime::contract::Player::mock(EXCHANGES)))
        }
    }
}

fn player() -> TokenStream {
    quote! {
        /// An implementation of every trait.
        #[derive(Clone, Debug)]
        struct Play(::tenon_runtime::contract::Player);
    }
}

/// The client with the credentials of one exchange.
fn caller(api: &Api) -> TokenStream {
    let setters = client::settable_schemes(api).map(|scheme| {
        let (wire, name) = (&scheme.name.wire, ident(&scheme.name.rust));
        quote!(#wire => client.#name(credential),)
    });
    let setters = setters.collect::<Vec<_>>();
    let given = match setters.is_empty() {
        true => quote! {
            client::Client::from(caller.channel)
        },
        false => quote! {
            let client = client::Client::from(caller.channel);
            caller.credentials.into_iter().fold(client, |client, (scheme, credential)| match scheme.as_str() {
                #(#setters)*
                _ => client,
            })
        },
    };
    quote! {
        fn client(caller: ::tenon_runtime::contract::Caller) -> client::Client { #given }
    }
}

/// How the replies of each operation are read.
fn readers(api: &Api) -> TokenStream {
    let each = api.operations.iter().filter(|operation| !operation.shadowed).map(|operation| {
        let request = joined(&operation.type_name, "Request");
        // Several operations may have one name.
        let id = format!("{} {} {}", operation.method, operation.path.text, operation.name.wire);
        quote!((#id, ::tenon_runtime::contract::read::<ops::#request>),)
    });
    quote! {
        const READERS: &[(&str, ::tenon_runtime::contract::Reader)] = &[#(#each)*];
    }
}

fn auth(api: &Api) -> TokenStream {
    let branches = security::presentable(api).into_iter().map(|(_, variant, schemes)| {
        let names = (0..schemes.len()).map(|index| ident(&format!("c{index}"))).collect::<Vec<_>>();
        let texts = schemes.iter().zip(&names).map(|(scheme, name)| {
            let wire = &scheme.name.wire;
            let text = match &scheme.kind {
                SchemeKind::ApiKey { .. } => quote!(#name.key().to_owned()),
                SchemeKind::Basic => quote!(format!("{}:{}", #name.user(), #name.password())),
                SchemeKind::Bearer => quote!(#name.token().to_owned()),
                SchemeKind::Http { .. } => quote!(#name.credentials().to_owned()),
                // The connection's certificate says it.
                SchemeKind::MutualTls => quote! {{ let _ = #name; String::new() }},
            };
            quote!((#wire, #text))
        });
        quote!(server::Presented::#variant(#(#names),*) => self.0.authenticate(&[#(#texts),*]),)
    });
    quote! {
        impl server::Auth for Play {
            type Principal = ();
            type Error = ::tenon_runtime::contract::Failed;
            async fn authenticate(
                &self,
                _: &::tenon_runtime::server::Parts,
                _: &'static ::tenon_runtime::Operation,
                presented: server::Presented<'_>,
            ) -> Result<(), ::tenon_runtime::server::AuthError<Self::Error>> {
                match presented { #(#branches)* }
            }
        }
    }
}

fn tag_trait(scope: &Scope<'_>, tag: &Tag, secured: bool) -> TokenStream {
    let name = ident(&tag.name.rust);
    let error = (!secured).then(|| {
        quote!(
            type Error = ::tenon_runtime::contract::Failed;
        )
    });
    let methods = server::served(scope.api, tag).map(|(_, operation)| method(operation));
    let verify = scope.api.inside.as_ref().map(|_| verify());
    quote! {
        impl server::#name for Play { #error #verify #(#methods)* }
    }
}

/// Nothing is signed.
fn verify() -> TokenStream {
    quote! {
        async fn verify(&self, _: ::tenon_runtime::server::Delivery<'_>)
            -> Result<(), ::tenon_runtime::server::AuthError<Self::Error>> {
            Ok(())
        }
    }
}

fn method(operation: &Operation) -> TokenStream {
    let name = ident(&operation.name.rust);
    let [request, reply] = ["Request", "Reply"].map(|suffix| joined(&operation.type_name, suffix));
    let principal = match demand(operation) {
        Demand::Nothing | Demand::Required => quote!(()),
        Demand::Optional => quote!(Option<()>),
    };
    quote! {
        fn #name(&self, cx: ::tenon_runtime::server::Context<#principal>, request: ops::#request)
            -> impl ::core::future::Future<Output = Result<ops::#reply, Self::Error>> + Send {
            self.0.answer(cx.operation, request, calls::#name)
        }
    }
}

/// Each operation called as a user calls it, by a function of its own.
fn calls(scope: &Scope<'_>) -> TokenStream {
    let served = scope.api.operations.iter().filter(|operation| !operation.shadowed);
    let each = served.map(|operation| call(scope, operation));
    let module = module(scope.api);
    quote! {
        mod calls {
            use crate::#module::ops;
            use ::tenon_runtime::contract::{Caller, Sent};
            #(#each)*
        }
    }
}

fn call(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    let outgoing = Outgoing::of(scope, operation);
    let name = ident(&operation.name.rust);
    let [request, required] = ["Request", "Required"].map(|suffix| joined(&operation.type_name, suffix));
    let given = in_order(&outgoing.members);
    let names = given.iter().map(|m| &m.name).collect::<Vec<_>>();
    let arguments = match names.len() > ARGUMENTS {
        true => quote!(ops::#required { #(#names: request.#names),* }),
        false => quote!(#(request.#names),*),
    };
    let setters = outgoing.members.iter().filter(|m| !m.is_argument() && m.constant.is_none()).map(|m| &m.name);
    let setters = setters.collect::<Vec<_>>();
    let parameters = outgoing.members.iter().take(operation.parameters.len()).map(|m| &m.name).collect::<Vec<_>>();
    let saw = (!parameters.is_empty()).then(|| quote!(caller.saw(&[#(&request.#parameters),*]);));
    let constant = constant(&operation.name.rust);
    let (told, url) = match scope.api.inside {
        Some(_) => (Some(quote!(let url = caller.url(&ops::#constant);)), Some(quote!(url,))),
        None => (None, None),
    };
    let idle = names.is_empty() && setters.is_empty() && saw.is_none();
    let taken = if idle { quote!(_) } else { quote!(request) };
    quote! {
        pub(super) fn #name(caller: Caller, #taken: ops::#request) -> Sent<ops::#request> {
            #told
            #saw
            super::client(caller).#name(#url #arguments)#(.#setters(request.#setters))*.into_future()
        }
    }
}
