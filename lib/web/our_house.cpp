#include "web/our_house.hpp"

#include "domain/succession.hpp"

namespace badgewatch::web {

bool is_ours(const Visit& visit, std::string_view code, std::string_view record) {
  if (visit.who == nullptr || visit.who->caller.authority.empty()) return false;
  const auto reference = visit.parts.reference.get();
  return domain::stands_for(reference->authorities, visit.who->caller.authority, code,
                            visit.today(), core::Uuid::parse(record));
}

std::vector<std::string> former_authorities(const Visit& visit) {
  if (visit.who == nullptr || visit.who->caller.authority.empty()) return {};
  const auto reference = visit.parts.reference.get();
  return domain::formers_of(reference->authorities, visit.who->caller.authority, visit.today());
}

Answer ask_as(const Visit& visit, const std::string& former, Question question) {
  question.headers.emplace_back("Badgewatch-Authority", former);
  return ask(visit, std::move(question));
}

}  // namespace badgewatch::web
