//! Inheritance by `allOf` and a discriminator on the base.
use super::cases::*;
use super::{lenient, refused, said, strict};
use tenon_runtime::to_vec;

fn text(value: &impl tenon_runtime::Encode) -> String {
    String::from_utf8(to_vec(value)).unwrap()
}

#[test]
fn a_reference_to_the_base_takes_any_of_its_family() {
    use inheritance::types::{Cat, Dog, Home, Pet, Puppy};
    let cat = r#"{"kind":"Cat","name":"Tom","lives":9}"#;
    assert!(matches!(strict::<Pet>(cat).unwrap(), Pet::Cat(cat) if cat.lives == Some(9)));
    assert!(matches!(strict::<Pet>(r#"{"kind":"Pet","name":"Any"}"#).unwrap(), Pet::Pet(_)));
    let puppy = r#"{"friends":[{"kind":"Cat"}],"kind":"Puppy","mother":{"friends":[],"kind":"Dog"}}"#;
    let pet: Pet = strict(puppy).unwrap();
    assert_eq!(text(&pet), puppy);
    assert!(matches!(&pet, Pet::Puppy(puppy) if matches!(puppy.mother.as_deref(), Some(Pet::Dog(_)))));
    let made = Puppy::new(vec![Cat::new("Cat").into()], "Puppy").mother(Pet::from(Dog::new(vec![], "Dog")));
    assert_eq!(text(&made), puppy);
    assert!(matches!(strict::<Home>(r#"{"pet":{"kind":"Dog","friends":[]}}"#).unwrap().pet, Some(Pet::Dog(_))));
}

#[test]
fn what_the_base_demands_its_children_demand() {
    use inheritance::types::Pet;
    assert_eq!(refused::<Pet>(r#"{"kind":"Cat","name":""}"#), ["/name minLength"]);
    assert_eq!(said::<Pet>(r#"{"kind":"Dog"}"#), ["/friends as Dog: the property is missing"]);
    assert_eq!(
        said::<Pet>(r#"{"kind":"Puppy","friends":[{"kind":"Cat","lives":"nine"}]}"#),
        ["/friends/0/lives as Puppy: as Cat: expected an integer, found a string"]
    );
    assert_eq!(refused::<Pet>(r#"{"name":"Tom"}"#), ["/kind required"]);
}

#[test]
fn an_unknown_relative_is_kept_by_clients_and_refused_by_servers() {
    use inheritance::types::Pet;
    let cow = r#"{"kind":"Cow","milk":[1,2]}"#;
    assert_eq!(refused::<Pet>(cow), ["/kind discriminator"]);
    let kept: Pet = lenient(cow).unwrap();
    assert!(matches!(kept, Pet::Unknown(_)));
    assert_eq!(text(&kept), cow);
    assert!(kept.validate().is_err());
}

#[test]
fn a_base_that_only_its_children_refer_to_is_a_struct() {
    use inheritance::types::{Event, Started};
    assert_eq!(strict::<Event>(r#"{"type":"anything"}"#).unwrap().type_, "anything");
    assert_eq!(text(&Started::new("s").at("now")), r#"{"type":"s","at":"now"}"#);
}

#[test]
fn a_mapping_gives_values_to_children() {
    use inheritance_by_mapping::types::{Drawing, Shape, Square};
    for (json, is_circle) in
        [(r#"{"form":"round","r":1}"#, true), (r#"{"form":"oval","r":1}"#, true), (r#"{"form":"square"}"#, false)]
    {
        assert_eq!(matches!(strict::<Shape>(json).unwrap(), Shape::Circle(_)), is_circle, "{json}");
    }
    // The mapping has the word: a circle is `round` or `oval`.
    assert_eq!(refused::<Shape>(r#"{"form":"Circle","r":1}"#), ["/form discriminator"]);
    // Those that it does not name go by their own.
    assert!(matches!(strict::<Shape>(r#"{"form":"Cube"}"#).unwrap(), Shape::Cube(_)));
    assert!(matches!(strict::<Square>(r#"{"form":"cube"}"#).unwrap(), Square::Cube(_)));
    assert!(matches!(strict::<Square>(r#"{"form":"Square"}"#).unwrap(), Square::Square(_)));
    let drawing: Drawing = strict(r#"{"any":null,"all":[{"form":"square","side":2}]}"#).unwrap();
    assert_eq!(text(&drawing), r#"{"any":null,"all":[{"form":"square","side":2.0}]}"#);
}

#[test]
fn children_that_the_base_lists_are_its_branches() {
    use base_lists_its_children::types::{Step, Wait};
    let step = r#"{"action":"repeat","note":"n","step":{"action":"wait","seconds":3}}"#;
    let read: Step = strict(step).unwrap();
    assert_eq!(text(&read), step);
    assert!(matches!(read, Step::Repeat(repeat) if matches!(*repeat.step, Step::Wait(_))));
    assert_eq!(refused::<Step>(r#"{"action":"wait"}"#), ["/seconds required"]);
    assert_eq!(text(&Wait::new("wait", 3).note("n")), r#"{"action":"wait","note":"n","seconds":3}"#);
}
