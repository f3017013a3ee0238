//! Operators and how strongly they bind (`argo-analysis §3.5`).

/// Operators before a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unary {
    Not,
    Bang,
    Minus,
    Plus,
}

impl Unary {
    pub(super) fn of(text: &[u8]) -> Option<Self> {
        Some(match text {
            b"not" => Self::Not,
            b"!" => Self::Bang,
            b"-" => Self::Minus,
            b"+" => Self::Plus,
            _ => return None,
        })
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Not => "not",
            Self::Bang => "!",
            Self::Minus => "-",
            Self::Plus => "+",
        }
    }

    pub(super) fn precedence(self) -> u16 {
        match self {
            Self::Not | Self::Bang => 50,
            Self::Minus | Self::Plus => 90,
        }
    }
}

/// Operators between values. The pipe is not one: it becomes a call while it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binary {
    Or,
    BarBar,
    And,
    AmpAmp,
    Equal,
    NotEqual,
    Less,
    More,
    MoreOrEqual,
    LessOrEqual,
    In,
    Matches,
    Contains,
    StartsWith,
    EndsWith,
    Range,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    StarStar,
    Caret,
    Coalesce,
}

impl Binary {
    pub(super) fn of(text: &[u8]) -> Option<Self> {
        Some(match text {
            b"or" => Self::Or,
            b"||" => Self::BarBar,
            b"and" => Self::And,
            b"&&" => Self::AmpAmp,
            b"==" => Self::Equal,
            b"!=" => Self::NotEqual,
            b"<" => Self::Less,
            b">" => Self::More,
            b">=" => Self::MoreOrEqual,
            b"<=" => Self::LessOrEqual,
            b"in" => Self::In,
            b"matches" => Self::Matches,
            b"contains" => Self::Contains,
            b"startsWith" => Self::StartsWith,
            b"endsWith" => Self::EndsWith,
            b".." => Self::Range,
            b"+" => Self::Add,
            b"-" => Self::Subtract,
            b"*" => Self::Multiply,
            b"/" => Self::Divide,
            b"%" => Self::Modulo,
            b"**" => Self::StarStar,
            b"^" => Self::Caret,
            b"??" => Self::Coalesce,
            _ => return None,
        })
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::BarBar => "||",
            Self::And => "and",
            Self::AmpAmp => "&&",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::More => ">",
            Self::MoreOrEqual => ">=",
            Self::LessOrEqual => "<=",
            Self::In => "in",
            Self::Matches => "matches",
            Self::Contains => "contains",
            Self::StartsWith => "startsWith",
            Self::EndsWith => "endsWith",
            Self::Range => "..",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
            Self::StarStar => "**",
            Self::Caret => "^",
            Self::Coalesce => "??",
        }
    }

    pub(super) fn precedence(self) -> u16 {
        match self {
            Self::Or | Self::BarBar => 10,
            Self::And | Self::AmpAmp => 15,
            Self::Equal
            | Self::NotEqual
            | Self::Less
            | Self::More
            | Self::MoreOrEqual
            | Self::LessOrEqual
            | Self::In
            | Self::Matches
            | Self::Contains
            | Self::StartsWith
            | Self::EndsWith => 20,
            Self::Range => 25,
            Self::Add | Self::Subtract => 30,
            Self::Multiply | Self::Divide | Self::Modulo => 60,
            Self::StarStar | Self::Caret => 100,
            Self::Coalesce => 500,
        }
    }

    /// The least precedence of what may stand to the right: powers join from the right, all others from the left.
    pub(super) fn right_precedence(self) -> u16 {
        match self {
            Self::StarStar | Self::Caret => self.precedence(),
            _ => self.precedence() + 1,
        }
    }

    pub(super) fn is_comparison(self) -> bool {
        matches!(self, Self::Less | Self::More | Self::MoreOrEqual | Self::LessOrEqual)
    }

    /// Whether `not` may stand before it.
    pub(super) fn is_negatable(self) -> bool {
        matches!(self, Self::Contains | Self::Matches | Self::StartsWith | Self::EndsWith | Self::In)
    }
}
