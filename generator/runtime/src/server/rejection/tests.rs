//! Tests of the shapes of rejections.
