# Outside libraries, each as an imported target. Only the folders that docs/ARCHITECTURE.md names
# for a library link it.
find_package(Threads REQUIRED)
find_package(Boost 1.81 CONFIG REQUIRED COMPONENTS headers json url)
find_package(OpenSSL 3 REQUIRED)
find_package(ICU 72 REQUIRED COMPONENTS uc i18n)
find_package(PostgreSQL REQUIRED)
find_package(spdlog REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)

function(bw_imported name header)
  find_path(${name}_INCLUDE ${header} REQUIRED)
  set(libraries)
  foreach(library ${ARGN})
    find_library(${name}_${library}_LIBRARY ${library} REQUIRED)
    list(APPEND libraries ${${name}_${library}_LIBRARY})
  endforeach()
  add_library(${name} INTERFACE IMPORTED)
  target_include_directories(${name} SYSTEM INTERFACE ${${name}_INCLUDE})
  target_link_libraries(${name} INTERFACE ${libraries})
endfunction()

bw_imported(outside_sodium sodium.h sodium)
bw_imported(outside_cjose cjose/cjose.h cjose)
bw_imported(outside_oath liboath/oath.h oath)
# Debian ships SOCI without a CMake package.
bw_imported(outside_soci soci/soci.h soci_core soci_postgresql)
bw_imported(outside_tomlplusplus toml++/toml.h)
bw_imported(outside_cli11 CLI/CLI.hpp)
