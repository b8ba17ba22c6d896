//! A workspace to try commands in.
#![allow(dead_code, reason = "each test uses some of it")]
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

pub(crate) const PETS: &str = "openapi: 3.1.0\ninfo: {title: Pets, version: '1.0'}\npaths:\n  /pets/{id}:\n    get:\n      operationId: getPet\n      parameters:\n      - {name: id, in: path, required: true, schema: {type: string}}\n      responses:\n        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}\ncomponents:\n  schemas:\n    Pet:\n      type: object\n      required: [name]\n      properties: {name: {type: string}}\n";
pub(crate) const PAGE: &str = "> ## Index\n> Fetch it at: https://docs.example.com/llms.txt\n\n# Get a pet\n\n## OpenAPI\n\n````yaml /pets.yaml GET /pets\nDOCUMENT\n````\n";

/// The same with another property.
pub(crate) fn nicks() -> String {
    PETS.replace("[name]", "[nick]").replace("{name: {type", "{nick: {type")
}

/// A workspace in a directory of its own.
pub(crate) struct Workspace(TempDir);

impl Workspace {
    pub(crate) fn new() -> Self {
        let workspace = Self(TempDir::new().unwrap());
        workspace.write("Cargo.toml", "[workspace]\n");
        workspace.write("generator/runtime/Cargo.toml", "[package]\nname = \"tenon-runtime\"\n");
        workspace
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).current_dir(self.0.path());
        command.env_remove("CLICOLOR_FORCE").env_remove("CARGO_TARGET_DIR");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let Output { status, stdout, stderr } = self.command(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status.code().unwrap(), text(stdout), text(stderr))
    }

    /// Runs what must succeed.
    pub(crate) fn ok(&self, arguments: &[&str]) -> (String, String) {
        let (code, out, err) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {out}{err}");
        (out, err)
    }

    /// Every file with its text.
    pub(crate) fn files(&self, directory: &str) -> Vec<(PathBuf, String)> {
        let mut found = Vec::new();
        let mut open = vec![self.path(directory)];
        while let Some(directory) = open.pop() {
            for entry in fs::read_dir(&directory).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    found.push((path.clone(), fs::read_to_string(&path).unwrap()));
                }
            }
        }
        found.sort();
        found
    }
}

pub(crate) fn modified(path: &Path) -> std::time::SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

/// A process that ends with the test, however that ends.
pub(crate) struct Ended(pub(crate) std::process::Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
