//! Replies that a document declares.
use super::pool::Carried;
use super::{Drawing, Whose};
use crate::contract::wire::Manner;
use crate::contract::{self, Answer, MOST, MOST_SPOILED};
use crate::ir::{Operation, Reply};

impl Drawing<'_> {
    /// A reply in every content, with and without the headers that it may have; and such that the schemas refuse.
    pub(in crate::contract) fn replies(
        &mut self,
        operation: &Operation,
        reply: &Reply,
    ) -> Result<(Vec<Answer>, Vec<Answer>), String> {
        let word = reply.status.word();
        let Some(status) = contract::status(operation, reply) else {
            return Err(format!("no status is left for the reply `{word}`"));
        };
        let mut headers = Vec::new();
        for header in &reply.headers {
            let manner = Manner::from(header);
            let carried = if header.json { Carried::Json } else { Carried::Text };
            let repeated = header.name.wire.eq_ignore_ascii_case("set-cookie");
            let pool = self.pool((&header.origin, ""), header.ty, (carried, Whose::Replies), &|value| {
                manner.header(value).is_some_and(|text| !repeated || !text.contains(','))
            });
            if pool.good.is_empty() && header.required {
                return Err(format!("no value for the header `{}` of `{word}`{}", header.name.wire, pool.why()));
            }
            if pool.good.is_empty() {
                let why = format!("no value for the header `{}` of `{word}`{}", header.name.wire, pool.why());
                self.untried.get_or_insert(why);
            }
            headers.push(pool.good);
        }
        let (bodies, bad, why) = self.bodies(&reply.origin, &reply.contents, Whose::Replies);
        if bodies.is_empty() && !reply.contents.is_empty() {
            return Err(format!("no body for the reply `{word}`{why}"));
        }
        let longest = headers.iter().map(Vec::len).chain([bodies.len(), 1]).max().unwrap_or(1);
        let mut answers: Vec<Answer> = Vec::new();
        for turn in 0..=longest.min(MOST) {
            let mut own = Vec::new();
            for (index, (header, values)) in reply.headers.iter().zip(&headers).enumerate() {
                // The first has only what it must have.
                if values.is_empty() || (turn == 0 && !header.required) {
                    continue;
                }
                let text = Manner::from(header).header(&values[(turn + index) % values.len()].1);
                own.extend(text.map(|text| (header.name.wire.to_ascii_lowercase(), text)));
            }
            let body = (!bodies.is_empty()).then(|| bodies[turn % bodies.len()].clone());
            let (why, body) = body.map_or_else(|| (String::new(), None), |(why, body)| (why, Some(body)));
            let answer = Answer { why: format!("{word} {why}"), status, headers: own, body };
            if !answers.iter().any(|known| (&known.headers, &known.body) == (&answer.headers, &answer.body)) {
                answers.push(answer);
            }
        }
        // With the headers that it must have.
        let headers = answers.first().map(|least| least.headers.clone()).unwrap_or_default();
        let spoiled = bad.into_iter().take(MOST_SPOILED).map(|(why, body)| Answer {
            why: format!("{word} body: {why}"),
            status,
            headers: headers.clone(),
            body: Some(body),
        });
        Ok((answers, spoiled.collect()))
    }
}
