#include "net/message_parser.hpp"

#include <boost/asio/buffer.hpp>

#include <iterator>
#include <limits>

namespace badgewatch::net {

namespace {

namespace beast = boost::beast;

void refuse_extension(std::uint64_t, beast::string_view extension, beast::error_code& error) {
  if (!extension.empty()) error = beast::http::error::bad_chunk_extension;
}

Refusal refusal_of(beast::error_code error) {
  if (error == beast::http::error::body_limit) {
    return {"body_too_large", core::Error(core::Errc::too_large, "The body is too large.")};
  }
  if (error == beast::http::error::bad_chunk_extension) {
    return malformed("chunk_extension", "A chunk has an extension or a malformed size.");
  }
  return malformed("body_framing", "The body's framing is malformed.");
}

Refusal disagreement() {
  return malformed("framing_unclear", "Where the request ends is unclear.");
}

}  // namespace

MessageParser::MessageParser(const GatedHead& gated, std::optional<std::uint64_t> limit)
    : framing_(gated.framing), length_(gated.length), fields_(gated.head.headers.size()) {
  parser_.eager(true);
  parser_.header_limit(std::numeric_limits<std::uint32_t>::max());
  if (limit) {
    parser_.body_limit(*limit);
  } else {
    parser_.body_limit(boost::none);
  }
  static auto on_chunk = refuse_extension;
  parser_.on_chunk_header(on_chunk);
}

MessageParser::Step MessageParser::put(std::string_view bytes) {
  beast::error_code error;
  Step step;
  step.used = parser_.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (error && error != beast::http::error::need_more) {
    step.refusal = refusal_of(error);
    return step;
  }
  if (!header_checked_) step.refusal = check_header();
  if (!step.refusal && done()) step.refusal = check_end();
  return step;
}

std::string MessageParser::take_body() {
  std::string text = std::move(parser_.get().body());
  parser_.get().body().clear();
  return text;
}

std::optional<Refusal> MessageParser::check_header() {
  header_checked_ = true;
  if (!parser_.is_header_done()) return disagreement();
  const auto length = parser_.content_length();
  const bool has_length = length && *length > 0;
  if (parser_.chunked() != (framing_ == Framing::chunked)) return disagreement();
  if (has_length != (framing_ == Framing::length)) return disagreement();
  if (has_length && *length != length_) return disagreement();
  return std::nullopt;
}

std::optional<Refusal> MessageParser::check_end() const {
  if (framing_ != Framing::chunked) return std::nullopt;
  const auto& fields = parser_.get().base();
  const auto count = std::distance(fields.begin(), fields.end());
  if (static_cast<std::size_t>(count) == fields_) return std::nullopt;
  return malformed("trailer", "There are fields behind the last chunk.");
}

}  // namespace badgewatch::net
