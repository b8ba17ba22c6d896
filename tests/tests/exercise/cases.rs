//! The emitted Rust of every feature case, compiled. Written by `features.rs`; `TENON_BLESS=1` renews it.

#[path = "../../features/all_of_merged/expected/mod.rs"]
pub mod all_of_merged;

#[path = "../../features/base_lists_its_children/expected/mod.rs"]
pub mod base_lists_its_children;

#[path = "../../features/bodies_of_any_method/expected/mod.rs"]
pub mod bodies_of_any_method;

#[path = "../../features/body_codings/expected/mod.rs"]
pub mod body_codings;

#[path = "../../features/branches_with_checks/expected/mod.rs"]
pub mod branches_with_checks;

#[path = "../../features/callbacks_of_payments/expected/mod.rs"]
pub mod callbacks_of_payments;

#[path = "../../features/checks_in_operations/expected/mod.rs"]
pub mod checks_in_operations;

#[path = "../../features/const_and_enum_of_any_kind/expected/mod.rs"]
pub mod const_and_enum_of_any_kind;

#[path = "../../features/constants/expected/mod.rs"]
pub mod constants;

#[path = "../../features/constraints/expected/mod.rs"]
pub mod constraints;

#[path = "../../features/contains/expected/mod.rs"]
pub mod contains;

#[path = "../../features/defaults/expected/mod.rs"]
pub mod defaults;

#[path = "../../features/dependent_required/expected/mod.rs"]
pub mod dependent_required;

#[path = "../../features/dependent_schemas/expected/mod.rs"]
pub mod dependent_schemas;

#[path = "../../features/deviations/expected/mod.rs"]
pub mod deviations;

#[path = "../../features/docs_in_the_server/expected/mod.rs"]
pub mod docs_in_the_server;

#[path = "../../features/dynamic_references/expected/mod.rs"]
pub mod dynamic_references;

#[path = "../../features/enum_bounds/expected/mod.rs"]
pub mod enum_bounds;

#[path = "../../features/enum_mixed/expected/mod.rs"]
pub mod enum_mixed;

#[path = "../../features/enum_names/expected/mod.rs"]
pub mod enum_names;

#[path = "../../features/enum_numbers/expected/mod.rs"]
pub mod enum_numbers;

#[path = "../../features/enum_of_requests/expected/mod.rs"]
pub mod enum_of_requests;

#[path = "../../features/enum_shapes/expected/mod.rs"]
pub mod enum_shapes;

#[path = "../../features/enum_thousands/expected/mod.rs"]
pub mod enum_thousands;

#[path = "../../features/event_objects/expected/mod.rs"]
pub mod event_objects;

#[path = "../../features/failures_alike/expected/mod.rs"]
pub mod failures_alike;

#[path = "../../features/files_by_reference/expected/mod.rs"]
pub mod files_by_reference;

#[path = "../../features/form_encoding/expected/mod.rs"]
pub mod form_encoding;

#[path = "../../features/form_union/expected/mod.rs"]
pub mod form_union;

#[path = "../../features/format_addresses/expected/mod.rs"]
pub mod format_addresses;

#[path = "../../features/format_bytes/expected/mod.rs"]
pub mod format_bytes;

#[path = "../../features/format_decimal/expected/mod.rs"]
pub mod format_decimal;

#[path = "../../features/format_integers/expected/mod.rs"]
pub mod format_integers;

#[path = "../../features/format_texts/expected/mod.rs"]
pub mod format_texts;

#[path = "../../features/format_times/expected/mod.rs"]
pub mod format_times;

#[path = "../../features/format_unknown/expected/mod.rs"]
pub mod format_unknown;

#[path = "../../features/formats/expected/mod.rs"]
pub mod formats;

#[path = "../../features/formats_replaced/expected/mod.rs"]
pub mod formats_replaced;

#[path = "../../features/hostile_text/expected/mod.rs"]
pub mod hostile_text;

#[path = "../../features/identifiers/expected/mod.rs"]
pub mod identifiers;

#[path = "../../features/if_then_else/expected/mod.rs"]
pub mod if_then_else;

#[path = "../../features/inheritance/expected/mod.rs"]
pub mod inheritance;

#[path = "../../features/inheritance_by_mapping/expected/mod.rs"]
pub mod inheritance_by_mapping;

#[path = "../../features/input_name_taken/expected/mod.rs"]
pub mod input_name_taken;

#[path = "../../features/json_or_events/expected/mod.rs"]
pub mod json_or_events;

#[path = "../../features/links/expected/mod.rs"]
pub mod links;

#[path = "../../features/many_required_fields/expected/mod.rs"]
pub mod many_required_fields;

#[path = "../../features/maps_and_additional_properties/expected/mod.rs"]
pub mod maps_and_additional_properties;

#[path = "../../features/media_type_ranges/expected/mod.rs"]
pub mod media_type_ranges;

#[path = "../../features/min_and_max_properties/expected/mod.rs"]
pub mod min_and_max_properties;

#[path = "../../features/modules_by_tag/expected/mod.rs"]
pub mod modules_by_tag;

#[path = "../../features/modules_named_by_tags/expected/mod.rs"]
pub mod modules_named_by_tags;

#[path = "../../features/multipart_by_position/expected/mod.rs"]
pub mod multipart_by_position;

#[path = "../../features/multipart_form/expected/mod.rs"]
pub mod multipart_form;

#[path = "../../features/multipart_parts/expected/mod.rs"]
pub mod multipart_parts;

#[path = "../../features/multipart_xml/expected/mod.rs"]
pub mod multipart_xml;

#[path = "../../features/names_that_collide/expected/mod.rs"]
pub mod names_that_collide;

#[path = "../../features/not/expected/mod.rs"]
pub mod not;

#[path = "../../features/nothing_fits/expected/mod.rs"]
pub mod nothing_fits;

#[path = "../../features/null_members/expected/mod.rs"]
pub mod null_members;

#[path = "../../features/nullable_3_0/expected/mod.rs"]
pub mod nullable_3_0;

#[path = "../../features/octet_streams/expected/mod.rs"]
pub mod octet_streams;

#[path = "../../features/openapi_3_2/expected/mod.rs"]
pub mod openapi_3_2;

#[path = "../../features/openapi_3_2_parameters/expected/mod.rs"]
pub mod openapi_3_2_parameters;

#[path = "../../features/openapi_3_2_references/expected/mod.rs"]
pub mod openapi_3_2_references;

#[path = "../../features/operation_names/expected/mod.rs"]
pub mod operation_names;

#[path = "../../features/optional_and_null/expected/mod.rs"]
pub mod optional_and_null;

#[path = "../../features/parameter_contents/expected/mod.rs"]
pub mod parameter_contents;

#[path = "../../features/parameter_extras/expected/mod.rs"]
pub mod parameter_extras;

#[path = "../../features/parameter_styles/expected/mod.rs"]
pub mod parameter_styles;

#[path = "../../features/parameter_styles_elsewhere/expected/mod.rs"]
pub mod parameter_styles_elsewhere;

#[path = "../../features/parameter_unions/expected/mod.rs"]
pub mod parameter_unions;

#[path = "../../features/parameters_in_every_place/expected/mod.rs"]
pub mod parameters_in_every_place;

#[path = "../../features/path_templates/expected/mod.rs"]
pub mod path_templates;

#[path = "../../features/paths_with_queries/expected/mod.rs"]
pub mod paths_with_queries;

#[path = "../../features/paths_with_slashes/expected/mod.rs"]
pub mod paths_with_slashes;

#[path = "../../features/pattern_properties/expected/mod.rs"]
pub mod pattern_properties;

#[path = "../../features/property_names/expected/mod.rs"]
pub mod property_names;

#[path = "../../features/read_only_everywhere/expected/mod.rs"]
pub mod read_only_everywhere;

#[path = "../../features/read_only_one_side/expected/mod.rs"]
pub mod read_only_one_side;

#[path = "../../features/read_only_splits/expected/mod.rs"]
pub mod read_only_splits;

#[path = "../../features/recursion/expected/mod.rs"]
pub mod recursion;

#[path = "../../features/recursion_through_lists/expected/mod.rs"]
pub mod recursion_through_lists;

#[path = "../../features/replies_of_all_kinds/expected/mod.rs"]
pub mod replies_of_all_kinds;

#[path = "../../features/secrets_are_redacted/expected/mod.rs"]
pub mod secrets_are_redacted;

#[path = "../../features/security_alternatives/expected/mod.rs"]
pub mod security_alternatives;

#[path = "../../features/security_schemes/expected/mod.rs"]
pub mod security_schemes;

#[path = "../../features/servers_with_variables/expected/mod.rs"]
pub mod servers_with_variables;

#[path = "../../features/several_media_types/expected/mod.rs"]
pub mod several_media_types;

#[path = "../../features/several_replies/expected/mod.rs"]
pub mod several_replies;

#[path = "../../features/streams_of_items/expected/mod.rs"]
pub mod streams_of_items;

#[path = "../../features/string_enum_open/expected/mod.rs"]
pub mod string_enum_open;

#[path = "../../features/text_bodies/expected/mod.rs"]
pub mod text_bodies;

#[path = "../../features/tuple_of_one/expected/mod.rs"]
pub mod tuple_of_one;

#[path = "../../features/unevaluated_items/expected/mod.rs"]
pub mod unevaluated_items;

#[path = "../../features/unevaluated_properties/expected/mod.rs"]
pub mod unevaluated_properties;

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

#[path = "../../features/webhooks_of_a_shop/expected/mod.rs"]
pub mod webhooks_of_a_shop;

#[path = "../../features/xml_bodies/expected/mod.rs"]
pub mod xml_bodies;

#[path = "../../features/xml_objects/expected/mod.rs"]
pub mod xml_objects;

#[path = "../../features/xml_of_anything/expected/mod.rs"]
pub mod xml_of_anything;

#[path = "../../features/xml_refused/expected/mod.rs"]
pub mod xml_refused;

#[path = "../../features/xml_unions/expected/mod.rs"]
pub mod xml_unions;
