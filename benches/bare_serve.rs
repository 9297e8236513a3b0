//! A bare handler: answers every request with the bytes of one file. What a server can reach that does nothing else.
//!
//! `benches/service` runs it beside the service. By hand: `cargo bench --bench bare_serve -- FILE ADDRESS`.

use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpResponse, HttpServer};

async fn answer(bytes: Data<Bytes>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(Bytes::clone(&bytes))
}

fn main() -> std::io::Result<()> {
    // `cargo bench` adds the flag --bench.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with("--")).collect();
    let [file, address] = arguments.as_slice() else {
        eprintln!("no file and address given, nothing served; benches/service measures everything");
        return Ok(());
    };
    let bytes = Data::new(Bytes::from(std::fs::read(file)?));
    let workers = std::thread::available_parallelism()?.get();
    actix_web::rt::System::new().block_on(async {
        let app = move || App::new().app_data(bytes.clone()).default_service(web::to(answer));
        HttpServer::new(app).workers(workers).bind(address)?.run().await
    })
}
