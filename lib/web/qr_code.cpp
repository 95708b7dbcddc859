#include "web/qr_code.hpp"

#include <memory>
#include <qrencode.h>
#include <stdexcept>

namespace badgewatch::web {

namespace {

constexpr std::size_t most_bytes = 2'000;
constexpr int quiet = 4;  // modules around it, as ISO/IEC 18004 wants

using Code = std::unique_ptr<QRcode, decltype(&QRcode_free)>;

}  // namespace

Part qr_code(std::string_view text, std::string_view label) {
  if (text.size() > most_bytes) throw std::length_error("too much for a QR code");
  const std::string bytes(text);
  const Code code(
      QRcode_encodeData(static_cast<int>(bytes.size()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), 0, QR_ECLEVEL_L),
      &QRcode_free);
  if (!code) throw std::length_error("too much for a QR code");
  const int width = code->width;
  std::string path;  // each run of dark modules is one rectangle
  for (int y = 0; y < width; ++y) {
    const auto* row = code->data + y * width;
    for (int x = 0; x < width;) {
      int end = x;
      while (end < width && (row[end] & 1) != 0)
        ++end;
      if (end > x)
        path += "M" + std::to_string(x + quiet) + " " + std::to_string(y + quiet) + "h" +
                std::to_string(end - x) + "v1h-" + std::to_string(end - x) + "z";
      x = end == x ? x + 1 : end;
    }
  }
  Part part("qr_code");
  const auto size = std::to_string(width + 2 * quiet);
  part.set("SIZE", size).set("PATH", path).set("LABEL", label);
  return part;
}

}  // namespace badgewatch::web
