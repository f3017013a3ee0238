//! Powers as Go computes them, to the last bit.
//!
//! Whole exponents are successive squares; a fraction is left to `exp(y·ln x)`. Both are rounded as Go's own routines for
//! amd64 with fused multiplication round them, so that `2 ** 0.5 == …` says the same here.
#![expect(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::excessive_precision,
    clippy::approx_constant,
    reason = "conditions compute with floats as Go does; the constants are those of the routines"
)]

use super::convert::truncated;
use libm::{fma, frexp, ldexp, sqrt};

/// Go's `math.Pow`.
pub(super) fn power(x: f64, y: f64) -> f64 {
    if y == 0.0 || x == 1.0 {
        return 1.0;
    }
    if y == 1.0 {
        return x;
    }
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    if x == 0.0 || x.is_infinite() || y.is_infinite() {
        return power_at_the_ends(x, y);
    }
    if y == 0.5 {
        return sqrt(x);
    }
    if y == -0.5 {
        return 1.0 / sqrt(x);
    }
    power_of_finite(x, y)
}

fn power_at_the_ends(x: f64, y: f64) -> f64 {
    let odd = is_odd(y);
    if x == 0.0 {
        return match (y < 0.0, odd) {
            (true, true) => f64::INFINITY.copysign(x),
            (true, false) => f64::INFINITY,
            (false, true) => x,
            (false, false) => 0.0,
        };
    }
    if y.is_infinite() {
        return match x {
            -1.0 => 1.0,
            _ if (x.abs() < 1.0) == (0.0 < y) => 0.0,
            _ => f64::INFINITY,
        };
    }
    if x < 0.0 {
        return power(-0.0, -y);
    }
    if y < 0.0 { 0.0 } else { f64::INFINITY }
}

fn is_odd(y: f64) -> bool {
    // From 2^53 on every float is even.
    y.abs() < 9_007_199_254_740_992.0 && truncated(y) == y && (y as i64) & 1 == 1
}

fn power_of_finite(x: f64, y: f64) -> f64 {
    let mut whole = truncated(y.abs());
    let mut fraction = y.abs() - whole;
    if fraction != 0.0 && x < 0.0 {
        return f64::NAN;
    }
    if 9_223_372_036_854_775_808.0 <= whole {
        return match x {
            -1.0 => 1.0,
            _ if (x.abs() < 1.0) == (0.0 < y) => 0.0,
            _ => f64::INFINITY,
        };
    }
    let (mut product, mut exponent) = (1.0, 0);
    if fraction != 0.0 {
        if 0.5 < fraction {
            fraction -= 1.0;
            whole += 1.0;
        }
        product = exponential(fraction * logarithm(x));
    }
    let (mut square, mut square_exponent) = frexp(x);
    let mut bits = whole as i64;
    while bits != 0 {
        if !(-(1 << 12)..=1 << 12).contains(&square_exponent) {
            // The result is out of range whatever follows.
            exponent += square_exponent;
            break;
        }
        if bits & 1 == 1 {
            product *= square;
            exponent += square_exponent;
        }
        square *= square;
        square_exponent <<= 1;
        if square < 0.5 {
            square += square;
            square_exponent -= 1;
        }
        bits >>= 1;
    }
    if y < 0.0 {
        product = 1.0 / product;
        exponent = -exponent;
    }
    ldexp(product, exponent)
}

fn logarithm(x: f64) -> f64 {
    // The fraction and the exponent as the bits have them, also where there is no leading one.
    let bits = x.to_bits();
    let mut f = f64::from_bits(bits & 0x000f_ffff_ffff_ffff | 0x3fe0_0000_0000_0000);
    let mut k = i32::try_from(bits >> 52 & 0x7ff).unwrap_or(0) - 0x3fe;
    if f < 0.707_106_781_186_547_524_4 {
        f *= 2.0;
        k -= 1;
    }
    let f = f - 1.0;
    let k = f64::from(k);
    let s = f / (2.0 + f);
    let s2 = s * s;
    let s4 = s2 * s2;
    let t1 = s2
        * (6.666666666666735130e-01
            + s4 * (2.857142874366239149e-01
                + s4 * (1.818357216161805012e-01 + s4 * 1.479819860511658591e-01)));
    let t2 =
        s4 * (3.999999999940941908e-01 + s4 * (2.222219843214978396e-01 + s4 * 1.531383769920937332e-01));
    let r = t1 + t2;
    let half = 0.5 * f * f;
    k * 6.93147180369123816490e-01 - ((half - (s * (half + r) + k * 1.90821492927058770002e-10)) - f)
}

fn exponential(x: f64) -> f64 {
    if 7.09782712893384e+02 < x {
        return f64::INFINITY;
    }
    let k = libm::rint(x * 1.4426950408889634073599246810018920);
    let rest = fma(-0.69314718055966295651160180568695068359375, k, x);
    let rest = fma(-0.28235290563031577122588448175013436025525412068e-12, k, rest);
    let rest = rest * 0.0625;
    let mut sum = 2.4801587301587301587e-5;
    for term in [
        1.9841269841269841270e-4,
        1.3888888888888888889e-3,
        8.3333333333333333333e-3,
        4.1666666666666666667e-2,
        1.6666666666666666667e-1,
        0.5,
        1.0,
    ] {
        sum = fma(sum, rest, term);
    }
    let mut less_one = rest * sum;
    for _ in 0..3 {
        less_one *= less_one + 2.0;
    }
    let result = fma(less_one, less_one + 2.0, 1.0);
    ldexp(result, k as i32)
}

/// `bits × 2^exponent`, rounded once.
pub(super) fn scaled_exactly(bits: u64, exponent: i64) -> f64 {
    if bits == 0 {
        return 0.0;
    }
    let exponent = exponent.clamp(-5_000, 5_000);
    // The weight of the last bit that the result can have.
    let width = 64 - i64::from(bits.leading_zeros());
    let last = (exponent + width - 53).max(-1074);
    let drop = last - exponent;
    if drop <= 0 {
        return ldexp(super::convert::float_unsigned(bits), exponent as i32);
    }
    if 64 < drop {
        return 0.0;
    }
    let drop = u32::try_from(drop).unwrap_or(u32::MAX);
    let kept = bits.checked_shr(drop).unwrap_or(0);
    let rest = bits ^ kept.checked_shl(drop).unwrap_or(0);
    let half = 1_u64 << (drop - 1);
    let up = rest > half || rest == half && kept & 1 == 1;
    ldexp(super::convert::float_unsigned(kept + u64::from(up)), last as i32)
}
