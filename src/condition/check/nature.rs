//! What is known of a value before it is there.

use crate::condition::{
    builtin::Builtin,
    types::{Type, TypeKind},
};
use alloc::vec::Vec;

/// What is known of the value of a part.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::condition) struct Nature {
    /// Its type; nothing if it is not known.
    pub(in crate::condition) of: Option<Type>,
    /// It is nil, of no type.
    pub(in crate::condition) nil: bool,
    /// Of a list: what its elements are, where more is known than their type.
    pub(in crate::condition) element: Option<Element>,
    /// Of a function: which builtin it is.
    pub(in crate::condition) builtin: Option<Builtin>,
    /// It is a method, whose type names the receiver.
    pub(in crate::condition) method: bool,
}

/// The nature of the elements of a list, by its number.
#[derive(Clone, Copy, Debug)]
pub(in crate::condition) struct Element(u32);

/// All natures of elements.
#[derive(Default)]
pub(super) struct Elements {
    natures: Vec<Nature>,
}

impl Elements {
    /// A `[]any` whose elements are known to be such.
    pub(super) fn list_of(&mut self, nature: Nature) -> Nature {
        let element = Element(u32::try_from(self.natures.len()).unwrap_or(u32::MAX));
        self.natures.push(nature);
        Nature { element: Some(element), ..Nature::of(Type::List) }
    }

    /// What the elements of a list, or the values of a map, are.
    pub(super) fn element(&self, nature: Nature) -> Nature {
        let known = nature.element.and_then(|element| self.natures.get(element.0 as usize));
        match (nature.of, known) {
            (Some(of), Some(known)) if of.is_list() => *known,
            (Some(of), _) => of.element().map_or_else(Nature::default, Nature::of),
            (None, _) => Nature::default(),
        }
    }
}

impl Nature {
    pub(super) const NIL: Self = Self { of: None, nil: true, element: None, builtin: None, method: false };

    pub(super) fn of(of: Type) -> Self {
        Self { of: Some(of), ..Self::default() }
    }

    pub(super) fn of_known(of: Option<Type>) -> Self {
        Self { of, ..Self::default() }
    }

    /// It comes out of something untyped.
    pub(in crate::condition) fn is_unknown(self) -> bool {
        self.of.is_none() && !self.nil || self.of == Some(Type::Any)
    }

    /// As errors print it.
    pub(super) fn name(self) -> &'static str {
        self.of.map_or("unknown", Type::name)
    }

    pub(super) fn kind(self) -> Option<TypeKind> {
        self.of.map(Type::kind)
    }

    pub(super) fn is_kind(self, kind: TypeKind) -> bool {
        self.kind() == Some(kind)
    }

    /// What it points to, if it is a pointer.
    pub(super) fn dereferenced(self) -> Self {
        if self.is_kind(TypeKind::Pointer) { Self::of_known(self.of.map(Type::dereferenced)) } else { self }
    }

    pub(super) fn is(self, of: Type) -> bool {
        self.of == Some(of)
    }

    pub(super) fn is_bool(self) -> bool {
        self.is_kind(TypeKind::Bool)
    }

    pub(super) fn is_text(self) -> bool {
        self.is_kind(TypeKind::Text)
    }

    pub(super) fn is_integer(self) -> bool {
        self.of.is_some_and(Type::is_integer)
    }

    pub(super) fn is_number(self) -> bool {
        self.of.is_some_and(Type::is_number)
    }

    pub(super) fn is_list(self) -> bool {
        self.of.is_some_and(Type::is_list)
    }

    pub(super) fn is_map(self) -> bool {
        self.is_kind(TypeKind::Map)
    }

    /// Whether a value like this can be given where the other is wanted.
    pub(super) fn assignable_to(self, other: Self) -> bool {
        if self.nil {
            return matches!(
                other.kind(),
                Some(
                    TypeKind::Pointer
                        | TypeKind::Interface
                        | TypeKind::Function
                        | TypeKind::Map
                        | TypeKind::Slice
                )
            );
        }
        self.of.zip(other.of).is_some_and(|(own, other)| own.assignable_to(other))
    }

    /// Whether `==` may stand between them.
    pub(super) fn comparable_to(self, other: Self) -> bool {
        self.is_unknown()
            || other.is_unknown()
            || self.nil
            || other.nil
            || self.is_number() && other.is_number()
            || self.is(Type::Span) && other.is(Type::Span)
            || self.is(Type::Moment) && other.is(Type::Moment)
            || self.is_list() && other.is_list()
            || self.assignable_to(other)
    }

    /// Whether both are unknown, or one is and the other passes the test.
    pub(super) fn maybe(self, other: Self, test: fn(Self) -> bool) -> bool {
        match (self.is_unknown(), other.is_unknown()) {
            (true, true) => true,
            (true, false) => test(other),
            (false, true) => test(self),
            (false, false) => false,
        }
    }

    /// The type of a sum, difference or product of two numbers.
    pub(super) fn promoted(self, other: Self) -> Self {
        let float = self.is(Type::Float) || other.is(Type::Float);
        Self::of(if float { Type::Float } else { Type::INT })
    }
}
