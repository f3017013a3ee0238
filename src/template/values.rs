//! The values of arguments, ready to be filled in.

use super::{SECRET_MARKER, Secrets, TemplateError};
use crate::metric::{Argument, SecretKeyRef};
use alloc::{borrow::ToOwned, collections::BTreeMap};

/// The values that stand for `{{args.<name>}}`.
///
/// ```
/// use gradual::{metric::Argument, template::{Values, fill}};
///
/// let shop = [Argument { name: "service".into(), value: Some("shop".into()), ..Argument::default() }];
/// let values = Values::of(&shop)?;
/// assert_eq!(fill("up{job=\"{{ args.service }}\"}", &values)?, "up{job=\"shop\"}");
/// # Ok::<(), gradual::template::TemplateError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Values<'a> {
    by_name: BTreeMap<&'a str, &'a str>,
}

impl<'a> Values<'a> {
    /// The values as they are written. Of two arguments of one name the last one counts.
    ///
    /// # Errors
    ///
    /// If an argument has no value, whether it is used or not.
    pub fn of(args: &'a [Argument]) -> Result<Self, TemplateError> {
        Self::each(args, |argument| Ok(argument.value.as_deref()))
    }

    /// As [`of`](Self::of), with [`SECRET_MARKER`] for whatever comes from a secret: what decisions see.
    ///
    /// # Errors
    ///
    /// If an argument has no value and no secret.
    #[doc(alias = "getResolvedMetricsWithoutSecrets")]
    pub fn masked(args: &'a [Argument]) -> Result<Self, TemplateError> {
        Self::each(args, |argument| match secret_of(argument) {
            Some(_) => Ok(Some(SECRET_MARKER)),
            None => Ok(argument.value.as_deref()),
        })
    }

    /// As [`of`](Self::of), with the values of secrets: what is measured. A secret wins over a written value.
    ///
    /// # Errors
    ///
    /// If a secret or the key in it is not there, or an argument has no value and no secret.
    #[doc(alias = "resolveArgs")]
    pub fn revealed(args: &'a [Argument], secrets: &'a Secrets) -> Result<Self, TemplateError> {
        Self::each(args, |argument| match secret_of(argument) {
            Some(wanted) => secrets.reveal(&wanted.name, &wanted.key).map(Some),
            None => Ok(argument.value.as_deref()),
        })
    }

    fn each(
        args: &'a [Argument],
        value: impl Fn(&'a Argument) -> Result<Option<&'a str>, TemplateError>,
    ) -> Result<Self, TemplateError> {
        // What cannot be read from a secret is told before what has no value.
        let read = args.iter().map(|argument| Ok((argument.name.as_str(), value(argument)?)));
        let read: alloc::vec::Vec<_> = read.collect::<Result<_, TemplateError>>()?;
        let supplied = read.into_iter().map(|(name, value)| match value {
            Some(value) => Ok((name, value)),
            None => Err(TemplateError::NotSupplied { name: name.to_owned() }),
        });
        Ok(Self { by_name: supplied.collect::<Result<_, _>>()? })
    }

    /// What stands for this tag; blanks around it do not count.
    pub(super) fn for_tag(&self, tag: &str) -> Option<&'a str> {
        let name = tag.trim().strip_prefix("args.")?;
        self.by_name.get(name).copied()
    }
}

/// The secret that an argument's value is in.
pub(super) fn secret_of(argument: &Argument) -> Option<&SecretKeyRef> {
    argument.value_from.as_ref()?.secret_key_ref.as_ref()
}
