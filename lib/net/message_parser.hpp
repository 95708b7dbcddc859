// Beast's parser behind the framing gate: it finds the body's bytes and its end. It must agree with
// the gate about the framing, and it is kept from taking what the gate cannot see: chunk
// extensions, and fields in trailers, which it would merge into the header.
#pragma once

#include "net/gate.hpp"

#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/string_type.hpp>
#include <boost/beast/http/parser.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::net {

// A body kept as text, without reserving what Content-Length announces.
struct TextBody {
  using value_type = std::string;

  class reader {
  public:
    template <bool is_request, class Fields>
    reader(boost::beast::http::header<is_request, Fields>&, value_type& text) : text_(text) {}

    void init(const boost::optional<std::uint64_t>&, boost::beast::error_code& error) {
      error = {};
    }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, boost::beast::error_code& error) {
      error = {};
      std::size_t size = 0;
      for (const auto buffer : boost::beast::buffers_range_ref(buffers)) {
        text_.append(static_cast<const char*>(buffer.data()), buffer.size());
        size += buffer.size();
      }
      return size;
    }
    void finish(boost::beast::error_code& error) { error = {}; }

  private:
    value_type& text_;
  };
};

class MessageParser {
public:
  // `limit`: the most bytes of the body; none for a body that is taken away as it comes.
  MessageParser(const GatedHead& gated, std::optional<std::uint64_t> limit);

  struct Step {
    std::size_t used = 0;  // bytes taken; what is left begins the next request once done()
    std::optional<Refusal> refusal;
  };
  // The bytes behind those taken so far, the header first and whole. Not to be called once done().
  Step put(std::string_view bytes);

  bool done() const { return parser_.is_done(); }
  // The body's text that came since the last call.
  std::string take_body();

private:
  std::optional<Refusal> check_header();
  std::optional<Refusal> check_end() const;

  Framing framing_;
  std::uint64_t length_;
  std::size_t fields_;
  bool header_checked_ = false;
  boost::beast::http::request_parser<TextBody> parser_;
};

}  // namespace badgewatch::net
