//! The emitted Rust of every feature case, compiled. A test in `features.rs` holds this list against the folders.

#[path = "../../features/all_of_merged/expected/mod.rs"]
pub mod all_of_merged;

#[path = "../../features/constraints/expected/mod.rs"]
pub mod constraints;

#[path = "../../features/defaults/expected/mod.rs"]
pub mod defaults;

#[path = "../../features/dynamic_references/expected/mod.rs"]
pub mod dynamic_references;

#[path = "../../features/formats/expected/mod.rs"]
pub mod formats;

#[path = "../../features/identifiers/expected/mod.rs"]
pub mod identifiers;

#[path = "../../features/many_required_fields/expected/mod.rs"]
pub mod many_required_fields;

#[path = "../../features/maps_and_additional_properties/expected/mod.rs"]
pub mod maps_and_additional_properties;

#[path = "../../features/names_that_collide/expected/mod.rs"]
pub mod names_that_collide;

#[path = "../../features/nullable_3_0/expected/mod.rs"]
pub mod nullable_3_0;

#[path = "../../features/operation_names/expected/mod.rs"]
pub mod operation_names;

#[path = "../../features/optional_and_null/expected/mod.rs"]
pub mod optional_and_null;

#[path = "../../features/parameters_in_every_place/expected/mod.rs"]
pub mod parameters_in_every_place;

#[path = "../../features/path_templates/expected/mod.rs"]
pub mod path_templates;

#[path = "../../features/recursion/expected/mod.rs"]
pub mod recursion;

#[path = "../../features/secrets_are_redacted/expected/mod.rs"]
pub mod secrets_are_redacted;

#[path = "../../features/security_alternatives/expected/mod.rs"]
pub mod security_alternatives;

#[path = "../../features/several_media_types/expected/mod.rs"]
pub mod several_media_types;

#[path = "../../features/several_replies/expected/mod.rs"]
pub mod several_replies;

#[path = "../../features/string_enum_open/expected/mod.rs"]
pub mod string_enum_open;

#[path = "../../features/union_by_discriminator/expected/mod.rs"]
pub mod union_by_discriminator;

#[path = "../../features/union_by_kind/expected/mod.rs"]
pub mod union_by_kind;

#[path = "../../features/union_by_required_property/expected/mod.rs"]
pub mod union_by_required_property;

#[path = "../../features/union_by_single_value/expected/mod.rs"]
pub mod union_by_single_value;

#[path = "../../features/unions_in_branches/expected/mod.rs"]
pub mod unions_in_branches;

#[path = "../../features/deviations/expected/mod.rs"]
pub mod deviations;

#[path = "../../features/paths_with_queries/expected/mod.rs"]
pub mod paths_with_queries;

#[path = "../../features/paths_with_slashes/expected/mod.rs"]
pub mod paths_with_slashes;
