//! Types that are spelled out where they are used, and lead back to themselves.
use super::cases::recursion_through_lists::types::{Holder, Pair, Tree};
use super::{refused, strict};

#[test]
fn a_list_of_itself_ends_where_the_value_does() {
    let tree: Tree = strict("[[],[[]]]").unwrap();
    assert_eq!(tree.0[1].0[0].0, []);
    assert_eq!(refused::<Tree>("[[[],[],[]]]"), ["/0 maxItems"]);
    assert_eq!(refused::<Tree>("[1]"), ["/0 type"]);
}

#[test]
fn a_tuple_of_itself_ends_with_null() {
    let pair: Pair = strict(r#"[[null,"a"],"b"]"#).unwrap();
    let Pair::Tuple(outer) = pair;
    assert_eq!((outer.0.is_some(), outer.1.as_str()), (true, "b"));
}

#[test]
fn what_is_no_component_leads_back_as_well() {
    let holder: Holder = strict(r#"{"words":[["a"],"b"],"lists":[[],[[]]]}"#).unwrap();
    assert_eq!(holder.lists.unwrap().0.len(), 2);
    assert_eq!(refused::<Holder>(r#"{"lists":[[1]]}"#), ["/lists/0/0 type"]);
}
