//! Objects with known properties.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::constructor::{self, Declaration};
use super::member::{Member, Presence};
use super::rust_type::Scope;
use super::validate::{self, Checks};
use super::{defaults, fresh, ident, types};
use crate::ir::{Name, Rest, Struct, TypeId};

/// `pub struct Pet { .. }` with its constructor, setters, and the three implementations.
pub(super) fn structure(scope: &Scope<'_>, id: TypeId, name: &Name, shape: &Struct) -> TokenStream {
    let def = scope.api.ty(id);
    let members = shape.fields.iter().map(|f| Member::field(scope, f)).collect::<Vec<_>>();
    let additional = match shape.rest {
        Rest::Kept(value) => Some(scope.map(value)),
        Rest::Ignored | Rest::Refused => None,
    };
    let d = Declaration {
        name: ident(&name.rust),
        required: types::required(def, name),
        docs: types::docs(scope, def, name),
        members: &members,
        additional,
    };
    let checks = validate::structure(scope, id, &members, &shape.rest);
    let (declaration, inherent) = (constructor::declaration(&d), inherent(scope, &d));
    let default = constructor::default(&d);
    let decode = decode(&d, shape, &checks);
    let encode = encode(&d);
    let validate = validate::implementation(&d.name, &checks);

    quote! {
        #declaration
        #inherent
        #default
        #decode
        #encode
        #validate
    }
}

fn inherent(scope: &Scope<'_>, d: &Declaration<'_, '_>) -> TokenStream {
    let (name, methods) = (&d.name, constructor::methods(scope, d));
    let defaults = defaults::accessors(scope, d.members);
    quote! {
        impl #name {
            #methods
            #(#defaults)*
            /// Checks all that the document demands, here and below.
            ///
            /// # Errors
            /// Every violation, with a JSON Pointer to its place.
            pub fn validate(&self) -> Result<(), ::tenon_runtime::Invalid> {
                ::tenon_runtime::validate(self)
            }
        }
    }
}

fn decode(d: &Declaration<'_, '_>, shape: &Struct, checks: &Checks) -> TokenStream {
    let name = &d.name;
    let taken = d.members.iter().map(|m| m.rust).chain(d.additional.as_ref().map(|_| "additional"));
    let (cx, object) = (fresh("cx", &taken), fresh("object", &taken));
    let reads = d.members.iter().map(|m| read(m, &object));
    let required = d.members.iter().filter(|m| is_needed(m)).map(|m| &m.name).collect::<Vec<_>>();
    // A `?` each costs those who compile it twice as much.
    let several = (required.len() > 1).then(|| {
        quote! {
            let (#(Some(#required)),*) = (#(#required),*) else {
                return None;
            };
        }
    });
    let values = d.members.iter().map(|m| value(m, several.is_some()));
    let more = d.additional.as_ref().map(|_| quote!(let additional = #object.rest();));
    let additional = d.additional.as_ref().map(|_| quote!(additional));
    // Where unknown members are read over anyway, these are, too.
    let skipped = shape.skipped.iter().filter(|_| shape.rest != Rest::Ignored).collect::<Vec<_>>();
    let mutable = (!d.members.is_empty() || !skipped.is_empty() || d.additional.is_some()).then(|| quote!(mut));
    let end = match shape.rest {
        Rest::Refused => quote!(end_closed),
        Rest::Ignored | Rest::Kept(_) => quote!(end),
    };
    let whole = checks.checked(&cx, &quote!(Self { #(#values,)* #additional }));

    quote! {
        impl ::tenon_runtime::Decode for #name {
            fn decode(#cx: &mut ::tenon_runtime::Cx<'_>) -> Option<Self> {
                let #mutable #object = #cx.object()?;
                #(#reads)*
                #(#object.skip(#skipped);)*
                #more
                #object.#end();
                #several
                #whole
            }
        }
    }
}

fn read(m: &Member<'_>, object: &Ident) -> TokenStream {
    let (name, wire) = (&m.name, m.wire);
    let method = match m.presence {
        Presence::Required | Presence::Nullable => quote!(required),
        Presence::Optional => quote!(optional),
        Presence::Field => quote!(field),
    };
    quote!(let #name = #object.#method(#wire);)
}

/// Without which there is no value.
fn is_needed(m: &Member<'_>) -> bool {
    matches!(m.presence, Presence::Required | Presence::Nullable)
}

fn value(m: &Member<'_>, taken: bool) -> TokenStream {
    let name = &m.name;
    if is_needed(m) && !taken { quote!(#name: #name?) } else { quote!(#name) }
}

/// As it stands between quotes in JSON.
fn escaped(name: &str) -> String {
    let mut quoted = serde_json::Value::from(name).to_string();
    quoted.pop();
    quoted.split_off(1.min(quoted.len()))
}

fn encode(d: &Declaration<'_, '_>) -> TokenStream {
    let name = &d.name;
    let members = d.members.iter().map(|m| {
        let (field, name) = (&m.name, escaped(m.wire));
        match m.presence {
            Presence::Required | Presence::Nullable => quote!(object.member(#name, &self.#field);),
            Presence::Optional => quote!(object.optional(#name, &self.#field);),
            Presence::Field => quote!(object.field(#name, &self.#field);),
        }
    });
    let additional = d.additional.as_ref().map(|_| quote!(object.rest(&self.additional);));
    let mutable = (!d.members.is_empty() || d.additional.is_some()).then(|| quote!(mut));

    quote! {
        impl ::tenon_runtime::Encode for #name {
            fn encode(&self, w: &mut ::tenon_runtime::Writer) {
                let #mutable object = w.object();
                #(#members)*
                #additional
                object.end();
            }
        }
    }
}
