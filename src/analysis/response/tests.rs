//! What the recorded answers do not show.

use super::{Answer, cloud_watch, datadog, graphite, influxdb, prometheus, skywalking, wavefront, web};
use crate::{
    condition::{Message, Value},
    jsonpath::Template,
    time::Timestamp,
};
use alloc::{format, string::String, vec};

/// The text of a web metric of the whole body, or the failure's.
fn whole(body: &[u8]) -> String {
    let template = Template::parse(web::WHOLE).unwrap();
    web::read(&Answer::ok(body), &template)
        .map_or_else(|failure| failure.message, |reading| reading.judged.text)
}

#[test]
fn bodies_that_are_json_or_not() {
    for (body, text) in [
        (&b" [1, 2.50, 1e3] \n"[..], "[1,2.5,1000]"),
        (b"[1] [2]", "[1] [2]"),
        (b"\xff", "\u{fffd}"),
        (b"\"a\xff\xfeb\"", "\"a\u{fffd}\u{fffd}b\""),
        (br#""\ud83d\ude00\ud800\u0041\/""#, "\"😀\u{fffd}A/\""),
        (b"{\"a\": 1, \"a\": 2}", "{\"a\":2}"),
        (b"01", "01"),
        (b"\"\t\"", "\"\t\""),
        (b"{\"a\": 1e999}", "{\"a\": 1e999}"),
        (
            b"null",
            "Could not find JSONPath in body: the whole value is `null`, of which nothing can be asked",
        ),
    ] {
        assert_eq!(whole(body), text, "{}", String::from_utf8_lossy(body));
    }
}

#[test]
fn deep_answers_are_failures_and_not_texts() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(whole(nested(200).as_bytes()), nested(200));
    let told = "the answer nests lists and objects deeper than 200 levels";
    for levels in [201, 100_000] {
        let body = nested(levels);
        let answer = Answer::ok(body.as_bytes());
        assert_eq!(whole(body.as_bytes()), told);
        assert_eq!(graphite::read(&answer).unwrap_err().message, told);
        for read in [datadog::v1, datadog::v2, prometheus::read, skywalking::read] {
            assert!(read(&answer).unwrap_err().message.ends_with(told));
        }
        assert!(influxdb::read(&answer).is_err());
    }
}

#[test]
fn many_groups_are_cut_to_the_extremes() {
    let names: vec::Vec<String> = (0..250).map(|at| format!("[\"g{at}\"]")).collect();
    let values: vec::Vec<String> = (0..250).map(|at| format!("{}", (at * 7) % 250)).collect();
    let body = format!(
        r#"{{"data":{{"attributes":{{"columns":[{{"type":"group","values":[{}]}},{{"values":[{}]}}]}}}}}}"#,
        names.join(","),
        values.join(",")
    );
    let reading = datadog::v2(&Answer::ok(body.as_bytes())).unwrap();
    let groups: serde_json::Value = serde_json::from_str(&reading.judged.metadata["groups"]).unwrap();
    assert_eq!(reading.judged.metadata["groups_truncated"], "true");
    let shown: vec::Vec<f64> =
        groups.as_array().unwrap().iter().map(|group| group["value"].as_f64().unwrap()).collect();
    let extremes: vec::Vec<f64> = (0..50).chain(200..250).map(f64::from).collect();
    assert_eq!(shown, extremes);
    assert!(matches!(reading.value, Value::Floats(values) if values.len() == 250));
}

#[test]
fn several_series_of_wavefront() {
    let answer = r#"{"timeseries": [{"data": [[50, 1], [70, 2]]}, {"data": [[61.9, 3]]}, {}]}"#;
    let answer: wavefront::Answer = serde_json::from_str(answer).unwrap();
    let reading = wavefront::read(&answer, Timestamp::from_seconds(60)).unwrap();
    assert_eq!(reading.judged.text, "[1.00,3.00,0.00]");
    assert_eq!(reading.judged.metadata["timestamps"], "[50,61,0]");
    assert_eq!(reading.judged.metadata["drift"], "[-10,1,-9223372036854775808]");
    // Upstream crashes (`D-022`).
    let short = wavefront::Answer {
        series: vec![wavefront::Series { points: vec![vec![1.0]] }],
        warnings: "w".into(),
    };
    let failure = wavefront::read(&short, Timestamp::from_seconds(60)).unwrap_err();
    assert_eq!(failure.message, "a point of Wavefront's answer has no time and value");
    assert_eq!(failure.metadata["warnings"], "w");
}

#[test]
fn messages_of_cloud_watch_can_be_read() {
    // Upstream shows addresses in memory (`D-023`).
    let message = Message { code: Some("Busy".into()), value: Some("try later".into()) };
    let reading = cloud_watch::read(None, &[message, Message::default()]);
    assert_eq!(reading.judged.metadata["messages"], "Busy: try later, : ");
    assert_eq!(reading.judged, reading.unjudged);
}

#[test]
fn what_no_prometheus_sends() {
    // Upstream's texts are of its library (`D-024`); that it is an error is the same.
    for (body, message) in [
        ("<html>", "bad_response: invalid character '<' looking for beginning of value"),
        (
            r#"{"status": 1}"#,
            "bad_response: json: cannot unmarshal number into Go struct field apiResponse.status of type string",
        ),
        (r#"{"status":"error","errorType":"bad_data","error":"e"}"#, "bad_data: e"),
    ] {
        assert_eq!(prometheus::read(&Answer::ok(body.as_bytes())).unwrap_err().message, message, "{body}");
    }
    for result in [r#""x""#, "[1]", r#"[{"values":[["1","2"]]}]"#, r#"[{"values":[[1,2]]}]"#, r#"[{"x":1}]"#]
    {
        let body = format!(r#"{{"status":"success","data":{{"resultType":"matrix","result":{result}}}}}"#);
        let failure = prometheus::read(&Answer::ok(body.as_bytes())).unwrap_err();
        assert!(failure.message.starts_with("unmarshalerDecoder: model.Matrix: "), "{result}: {failure}");
    }
    let own = |status| Answer { status, ..Answer::ok(br#"{"status":"success"}"#) };
    for (status, message) in [
        (400, "bad_response: inconsistent body for response code"),
        (422, "bad_response: inconsistent body for response code"),
        (304, "bad_response: bad response code 304"),
    ] {
        assert_eq!(prometheus::read(&own(status)).unwrap_err().message, message);
    }
}

#[test]
fn warnings_of_prometheus() {
    let body =
        br#"{"status":"success","data":{"resultType":"scalar","result":[1,"5"]},"warnings":["a","b\"c"]}"#;
    let reading = prometheus::read(&Answer::ok(body)).unwrap();
    assert_eq!(reading.judged.metadata["warnings"], r#""a", "b"c""#);
    assert!(reading.unjudged.metadata.is_empty());
}

#[test]
fn tables_of_influxdb() {
    let check = |csv: &str, text: &str| {
        let told = influxdb::read(&Answer::ok(csv.as_bytes()));
        assert_eq!(told.map_or_else(|failure| failure.message, |reading| reading.judged.text), text, "{csv}");
    };
    let table = |data_type: &str, rows: &str| {
        format!(
            "#datatype,string,{data_type}\n#group,false,false\n#default,_result,\n,result,_value\n{rows}\n"
        )
    };
    check(&(table("double", ",,1") + "\n" + &table("string", ",,\"a,b\"\n,,")), "[1 a,b <nil>]");
    check(&table("duration", ",,90s\n,,1h"), "[1m30s 1h0m0s]");
    check(&table("dateTime:RFC3339", ",,2026-01-01T00:00:00.25Z"), "[2026-01-01 00:00:00.25 +0000 UTC]");
    check(&table("unsignedLong", ",,18446744073709551615\n,,+1"), "[18446744073709551615]");
    check(&table("unknown", ",,1"), "no results returned from flux query");
    check(&table("double", ",,1\n,,2,3\n,,4"), "[1]");
    check(&table("double", ",,1\n,\"x\"y,2"), "[1]");
    check(",result,_value\n,,1\n", "no results returned from flux query");
    check("#group,false\n,x\n,1\n", "no results returned from flux query");
    check(
        "#datatype,string,string\n,error,reference\n,bad query,897\n",
        "no results returned from flux query",
    );
}

#[test]
fn refusals_of_influxdb() {
    let check = |status: u16, content_type: Option<&str>, body: &[u8], message: &str| {
        let answer = Answer { status, content_type, body };
        assert_eq!(influxdb::read(&answer).unwrap_err().message, message);
    };
    check(
        401,
        Some("application/json; charset=utf-8"),
        br#"{"code":"unauthorized","message":"m"}"#,
        "unauthorized: m",
    );
    check(500, None, b"", "Unexpected status code 500");
    check(429, Some("application/json"), b"{}", "too many requests: exceeded rate limit");
    check(502, Some("text/html"), b"<p>", "502 Bad Gateway: <p>");
}
