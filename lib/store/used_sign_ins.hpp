// ports::UsedSignIns in PostgreSQL.
#pragma once

#include "ports/used_sign_ins.hpp"

#include <functional>
#include <memory>
#include <string>

namespace badgewatch::store {

// `conninfo` is asked for each session, which logs in as bw_access. Two of its own, so that who
// comes from a provider and who types a password do not wait for each other.
std::unique_ptr<ports::UsedSignIns> new_used_sign_ins(std::function<std::string()> conninfo);

}  // namespace badgewatch::store
