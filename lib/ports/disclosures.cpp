#include "ports/disclosures.hpp"

#include "domain/named.hpp"

namespace badgewatch::ports {

namespace {

using Kind = DisclosureItemKind;

constexpr domain::Names<Kind, 6> kinds{{{Kind::question, "question"},
                                        {Kind::message, "message"},
                                        {Kind::answer, "answer"},
                                        {Kind::had_regard, "had_regard"},
                                        {Kind::withdrawal, "withdrawal"},
                                        {Kind::attachment, "attachment"}}};

}  // namespace

std::string_view name_of(DisclosureItemKind value) {
  return domain::name_in(kinds, value);
}
std::optional<DisclosureItemKind> disclosure_item_kind_named(std::string_view name) {
  return domain::named_in(kinds, name);
}

}  // namespace badgewatch::ports
