// How many requests each credential may make, by what they ask for, and each address whatever it
// asks.
#pragma once

#include "access/scope.hpp"
#include "ports/budgets.hpp"

#include <string_view>

namespace badgewatch::api {

struct RequestBudgets {
  ports::BudgetTerms checks;
  ports::BudgetTerms pushes;
  ports::BudgetTerms others;
  ports::BudgetTerms address;
};

struct NamedBudget {
  std::string_view name;
  const ports::BudgetTerms& terms;
};

// Of a call. A push writes licences or decisions; to read them, or an old check, is neither push
// nor check. An upload is one request, however many rows it has.
inline NamedBudget budget_of(std::string_view method, access::Scope scope,
                             const RequestBudgets& budgets) {
  const bool writes = method == "POST" || method == "PUT";
  if (writes && scope == access::Scope::checks) return {"checks", budgets.checks};
  const bool records = scope == access::Scope::licences || scope == access::Scope::decisions;
  if (writes && records) return {"pushes", budgets.pushes};
  return {"requests", budgets.others};
}

}  // namespace badgewatch::api
