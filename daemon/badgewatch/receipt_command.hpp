// `badgewatch verify-receipt`: whether the register gave an answer, without asking it; and that the
// answer's leaf is in its log, by asking.
#pragma once

#include "badgewatch/exit_codes.hpp"
#include "client/target.hpp"

#include <functional>
#include <string>

namespace badgewatch::cli {

struct ReceiptOptions {
  std::string file;  // a check's answer, or its receipt; - is standard input
  std::string keys_file;
  bool online = false;
  bool json = false;
};

// `find_target` is asked only where the register is.
Exit run_verify_receipt(const ReceiptOptions& options,
                        const std::function<core::Result<client::Target>()>& find_target);

}  // namespace badgewatch::cli
