//! How sure a figure is: 95 % intervals.

use serde::{Serialize, Serializer};

/// The lower and the upper end of a 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Serialize for Interval {
    /// As `[low, high]`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.low, self.high].serialize(serializer)
    }
}

/// How many samples a bootstrap draws. With 1,000 the ends of an interval move by about 0.002 from seed to seed on
/// samples of 100 articles, less than anybody reads off them.
const SAMPLES: usize = 1000;

/// Of [`SAMPLES`] sorted values, those between which 95 % lie.
const LOW: usize = 24;
const HIGH: usize = 975;

/// The seed is fixed: the same table has the same intervals.
const SEED: u64 = 0x6761_7A65_7461_6731;

/// The percentile bootstrap (Efron 1979) over `units`: draws as many with replacement, again and again, and has `figures`
/// computed of each draw, which is how often each unit was drawn. Gives an interval for each figure.
///
/// Units are articles, not mentions: what stands in one article is right or wrong together. With fewer than two there
/// is no interval. A figure that a draw does not have (nothing found) is left out of that draw.
pub(super) fn bootstrap(units: usize, figures: impl Fn(&[u32]) -> Vec<Option<f64>>) -> Vec<Option<Interval>> {
    let mut random = SplitMix(SEED);
    let mut drawn = vec![0_u32; units];
    let mut values: Vec<Vec<f64>> = Vec::new();
    if units >= 2 {
        for _ in 0..SAMPLES {
            drawn.fill(0);
            for _ in 0..units {
                drawn[random.below(units)] += 1;
            }
            let sample = figures(&drawn);
            values.resize(sample.len(), Vec::new());
            for (all, value) in values.iter_mut().zip(sample) {
                all.extend(value);
            }
        }
    }
    let count = figures(&drawn).len();
    values.resize(count, Vec::new());
    values.into_iter().map(middle).collect()
}

/// Where the middle 95 % of some values lie.
fn middle(mut values: Vec<f64>) -> Option<Interval> {
    values.sort_by(f64::total_cmp);
    let at = |rank: usize| values.get(rank * values.len() / SAMPLES).copied();
    Some(Interval { low: at(LOW)?, high: at(HIGH)? })
}

/// Steele, Lea and Flood 2014: all that a bootstrap needs, and the same on every platform and in every release.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        let scaled = (u128::from(self.next()) * limit as u128) >> 64;
        usize::try_from(scaled).expect("it is below the limit")
    }
}

/// The interval of a share `p` seen in `n` independent draws (Wilson 1927); `n` need not be whole. It stays inside 0 to 1
/// and is honest where all draws were right.
pub(super) fn wilson(p: f64, n: f64) -> Interval {
    /// The 97.5 % quantile of the normal distribution.
    const Z: f64 = 1.959_963_984_540_054;
    let scale = 1.0 + Z * Z / n;
    let centre = (p + Z * Z / (2.0 * n)) / scale;
    let half = Z / scale * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    Interval { low: (centre - half).max(0.0), high: (centre + half).min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bootstrap_of_a_mean_is_as_wide_as_theory_says() {
        // 400 units, half of them 1: the standard error is 0.025
        let mean = |drawn: &[u32]| {
            let ones: u32 = drawn.iter().step_by(2).sum();
            vec![Some(f64::from(ones) / 400.0), None]
        };
        let intervals = bootstrap(400, mean);
        let interval = intervals[0].unwrap();
        assert!((interval.low - 0.451).abs() < 0.01 && (interval.high - 0.549).abs() < 0.01, "{interval:?}");
        assert_eq!(intervals[1], None);
        assert_eq!(bootstrap(400, mean), intervals, "the same at every run");
        assert_eq!(bootstrap(1, mean), [None, None]);
    }

    #[test]
    fn wilson_gives_the_textbook_figures() {
        // 9 right of 10 and 10 of 10
        let close = |a: Interval, low: f64, high: f64| (a.low - low).abs() < 5e-4 && (a.high - high).abs() < 5e-4;
        assert!(close(wilson(0.9, 10.0), 0.5958, 0.9821), "{:?}", wilson(0.9, 10.0));
        assert!(close(wilson(1.0, 10.0), 0.7225, 1.0), "{:?}", wilson(1.0, 10.0));
    }
}
