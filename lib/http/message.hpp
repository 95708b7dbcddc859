// Requests and responses as plain values; no sockets. Everything above lib/net sees only these.
#pragma once

#include "core/json.hpp"
#include "core/result.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace badgewatch::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

// Names of header fields are the same in any case.
bool same_name(std::string_view left, std::string_view right);

// The value of the first header of that name (case-insensitive); empty when there is none.
std::string_view header(const Headers& headers, std::string_view name);

// A certificate that the client showed in the TLS handshake, checked against the configured
// authorities.
struct ClientCertificate {
  std::string subject;     // RFC 4514: "CN=back office,O=Wolverhampton"
  std::string thumbprint;  // SHA-256 in base64url, as RFC 8705's x5t#S256
};

struct RequestHead {
  std::string method;  // "GET"
  // As sent, percent-encoded: '/' parts segments, %2F is a slash within one, as in a licence number
  // "2024/17". The router decodes each segment. Begins with '/'; decoded it is valid UTF-8, without
  // control characters and dot segments.
  std::string path;
  std::string query;  // as sent, without '?'
  Headers headers;
  // The client's address: the other end of the connection, or whom a trusted proxy names.
  std::string peer;
  bool https = false;  // the client spoke HTTPS, to here or to a trusted proxy
  std::optional<ClientCertificate> certificate = {};  // of the client itself, not of a proxy
  std::string request_id;                             // made by lib/net
};

struct Request {
  RequestHead head;
  std::string body;
};

// What goes on behind the head of an answer until the client leaves: text/event-stream, as HTML's
// section 9.2 has it. Calls come one after another, never at once, from worker threads.
class EventFeed {
public:
  virtual ~EventFeed() = default;
  // Whole events that have come since the last call; empty when none has, and then it is asked
  // again once its topic was woken. An error ends the answer; the client comes back by itself.
  virtual core::Result<std::string> take() = 0;
  // Under which it is woken; it stays the same.
  virtual const std::string& topic() const = 0;
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  bool close = false;                      // end the connection behind it
  std::string problem = {};                // its type, where it is a problem document
  std::shared_ptr<EventFeed> events = {};  // set: these, instead of a body
};

// A piece of a streamed upload, cut at whole rows.
struct RowChunk {
  // Whole rows as sent, without blank lines. A CSV's header line stands in front of the first
  // chunk's rows, with the byte-order mark if there was one.
  std::string text;
  std::size_t first_row = 1;  // number of its first row, from 1; a CSV header is no row
  // Numbers of rows longer than any may be, or with a quote that is never closed, in ascending
  // order. In the text stands one line for each, to be refused and not to be read.
  std::vector<std::size_t> broken_rows = {};
  bool last = false;  // the upload ends with it; then it may be empty
};

// One upload of rows that is being taken. Calls come one after another, never at once, from worker
// threads; destroyed without finish() when the client goes away.
class RowUpload {
public:
  virtual ~RowUpload() = default;
  // The result lines of that chunk: whole lines of NDJSON. An error ends the upload: it is the
  // answer itself when there is no line yet, else a last line {"problem": ...} and no summary.
  virtual core::Result<std::string> take(RowChunk chunk) = 0;
  // The lines behind the last row (the summary); only called when the whole body came.
  virtual std::string finish() = 0;
};

enum class RowFormat { ndjson, csv };

// What to do with a request's body, decided from its head on the loop thread: cheap, no blocking.
struct BodyPlan {
  bool rows = false;              // a streamed upload: open_upload() and its chunks
  std::size_t limit = 64 * 1024;  // the most bytes of a body that is not streamed
};

// What lib/net serves. Thread safe.
class Service {
public:
  virtual ~Service() = default;
  virtual BodyPlan plan(const RequestHead& head) const = 0;
  // On the loop thread, once the body is there: an answer for which nothing has to be waited for,
  // so that it comes although every worker is busy. Nothing: handle() answers.
  virtual std::optional<Response> immediate(const RequestHead& /*head*/) const { return {}; }
  // On a worker.
  virtual Response handle(Request request) = 0;
  struct Upload {
    RowFormat format = RowFormat::ndjson;
    std::unique_ptr<RowUpload> rows;
    Headers headers = {};  // of the answer
  };
  // On a worker; a refusal (wrong key, unknown type) is a Response.
  virtual std::variant<Upload, Response> open_upload(const RequestHead& head) = 0;
  // The problem document of an error that lib/net itself found (framing, limits, full queue).
  virtual Response problem(const core::Error& error) const = 0;
};

}  // namespace badgewatch::http
