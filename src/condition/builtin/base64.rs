//! `toBase64` and `fromBase64`.

use super::call::Arguments;
use crate::{
    base64,
    condition::{run::Failure, val::Val},
};
use alloc::format;

pub(super) fn encode<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let bytes = arguments.text(0)?.clone();
    arguments.meter.produce(bytes.len() / 3 * 4 + 4)?;
    Ok(Val::made_text(base64::encode(&bytes)))
}

pub(super) fn decode<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let text = arguments.text(0)?.clone();
    arguments.meter.produce(text.len())?;
    match base64::decode(&text) {
        Ok(bytes) => Ok(Val::made_text(bytes)),
        Err(at) => Err(format!("illegal base64 data at input byte {at}").into()),
    }
}
