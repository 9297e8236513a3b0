//! Tests of the whole program through its public parts, in one binary.

#[cfg(test)]
mod case_file;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod compare;
#[cfg(test)]
mod compare_firmness;
#[cfg(test)]
mod compare_remarks;
#[cfg(test)]
mod contest_files;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod plans;
#[cfg(test)]
mod plausibility_rates;
#[cfg(test)]
mod program;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod review;
#[cfg(test)]
mod service;
#[cfg(test)]
mod stations;
