// Which files hold tables, by their names: what the page takes when it is dropped or chosen.

export const tableEndings = ".csv, .tsv, .json, .ndjson, .jsonl, .parquet, .zip";
export const tableFiles = /\.(csv|tsv|txt|json|ndjson|jsonl|parquet|zip)$/i;
