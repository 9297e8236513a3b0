//! Files of dossiers on their way in and out: piece by piece, never whole in memory.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, X_CONTENT_TYPE_OPTIONS};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::{Stream, StreamExt};
use sha2::{Digest, Sha256};

use super::answer::blocking;
use crate::app::actor::Actor;
use crate::app::dossier::DossierFileRow;
use crate::app::dossier_file::{PART, ReceivingFile, type_of};
use crate::app::problem::{FILE_TOO_LARGE, Problem};
use crate::app::service::Service;
use crate::contest::plan::FileType;

/// How many bytes of a body that isn't taken are read on, so that who sends it hears why.
const MOST_UNWANTED: u64 = 256 * 1024 * 1024;

/// How many bytes a body says it has.
pub fn stated_size(request: &HttpRequest) -> Option<u64> {
    request.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Reads what is left of a body that isn't taken and keeps nothing, so that who sends it hears why instead of a broken connection.
pub async fn read_on<E>(pieces: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin)) {
    let mut left = MOST_UNWANTED;
    while let Some(Ok(piece)) = pieces.next().await {
        match left.checked_sub(piece.len() as u64) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}

/// Receives a file of a dossier, and takes it away again when it can't be received whole or isn't taken.
///
/// # Errors
/// When it is broken off, too large, empty or not what the part takes; and those of the database.
pub async fn receive_file<E>(
    service: &Data<Service>,
    actor: &Actor,
    pieces: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
    receiving: ReceivingFile,
    broken: impl Fn(&E) -> Problem,
) -> Result<DossierFileRow, Problem> {
    let begun = receiving.begun();
    let received = receive_parts(service, actor, pieces, receiving, broken).await;
    if let Err(problem) = &received {
        // The first failure is the one to tell; what can't be taken away now is taken away later.
        let service = service.clone();
        let _kept_for_now = blocking(move || service.discard_dossier_file(&begun)).await;
        if problem.code == &FILE_TOO_LARGE {
            read_on(pieces).await;
        }
    }
    received
}

/// Receives a file part by part, so that it never stands in memory whole.
async fn receive_parts<E>(
    service: &Data<Service>,
    actor: &Actor,
    pieces: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
    mut receiving: ReceivingFile,
    broken: impl Fn(&E) -> Problem,
) -> Result<DossierFileRow, Problem> {
    let mut digest = Sha256::new();
    let mut part: Vec<u8> = Vec::with_capacity(2 * PART);
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|error| broken(&error))?;
        receiving.count(piece.len())?;
        digest.update(&piece);
        part.extend_from_slice(&piece);
        while part.len() >= PART {
            // Every part but the last has the same size, so that a byte is found by its place.
            let rest = part.split_off(PART);
            let whole = std::mem::replace(&mut part, rest);
            let service = service.clone();
            receiving = blocking(move || {
                service.receive_file_part(&mut receiving, &whole)?;
                Ok(receiving)
            })
            .await?;
        }
    }
    let sha256: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let (service, actor) = (service.clone(), actor.clone());
    blocking(move || {
        if !part.is_empty() {
            service.receive_file_part(&mut receiving, &part)?;
        }
        service.end_dossier_file(&actor, receiving, sha256)
    })
    .await
}

/// A file given out piece by piece: as what it is, to be kept and not opened at once, and to be taken for nothing else.
pub fn given_out(service: Data<Service>, file: DossierFileRow) -> HttpResponse {
    let (name, kind, size) = (disposition(&file), file.media_type.clone(), file.size);
    let pieces = futures_util::stream::unfold(Some((service, file, 0_i64)), |state| async move {
        let (service, file, number) = state?;
        let asked = blocking(move || Ok((service.dossier_bytes(&file, number)?, service, file))).await;
        match asked {
            Ok((Some(bytes), service, file)) => {
                Some((Ok(Bytes::from(bytes)), Some((service, file, number + 1))))
            }
            Ok((None, ..)) => None,
            // The client sees that the answer ended before its end.
            Err(problem) => Some((Err(std::io::Error::other(problem.code.code)), None)),
        }
    });
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CONTENT_DISPOSITION, name))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .no_chunking(u64::try_from(size).unwrap_or(0))
        .streaming(pieces)
}

/// How a file is to be kept: under its name, and for old programs under one of plain letters.
fn disposition(file: &DossierFileRow) -> String {
    use std::fmt::Write;
    let ending = type_of(file).map_or("bin", FileType::code);
    let mut told = format!("attachment; filename=\"file-{}.{ending}\"; filename*=UTF-8''", file.id);
    for byte in file.file_name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            told.push(char::from(byte));
        } else {
            write!(told, "%{byte:02X}").expect("a text takes whatever is written to it");
        }
    }
    told
}
