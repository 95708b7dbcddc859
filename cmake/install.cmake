# `cmake --install BUILD` puts everything where the units and the installed settings look for it:
# programs in bin/, what they read in share/badgewatch/, settings in /etc/badgewatch/. Another prefix
# than the presets' /usr is given when configuring (-DCMAKE_INSTALL_PREFIX=...), because it is written
# into those files.
include(GNUInstallDirs)
set(BW_SHARE ${CMAKE_INSTALL_FULL_DATADIR}/badgewatch)
set(BW_ETC ${CMAKE_INSTALL_FULL_SYSCONFDIR}/badgewatch)

foreach(program badgewatchd badgewatch badgewatch-match)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endforeach()
install(DIRECTORY sql DESTINATION ${CMAKE_INSTALL_DATADIR}/badgewatch)
install(DIRECTORY config/reference config/mappings config/misuse DESTINATION ${CMAKE_INSTALL_DATADIR}/badgewatch)
install(FILES config/openapi.json DESTINATION ${CMAKE_INSTALL_DATADIR}/badgewatch)
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md")
install(FILES README.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

# The annotated settings, with the places of an installation.
set(settings ${CMAKE_BINARY_DIR}/installed/badgewatch.toml)
file(READ config/badgewatch.toml text)
function(bw_installed_value old new)
  string(FIND "${text}" "\n${old}\n" found)
  if(found EQUAL -1)
    message(FATAL_ERROR "config/badgewatch.toml has no line `${old}`; cmake/install.cmake needs it.")
  endif()
  string(REPLACE "\n${old}\n" "\n${new}\n" text "${text}")
  set(text "${text}" PARENT_SCOPE)
endfunction()
bw_installed_value([[directory = "../var"]] "directory = \"/var/lib/badgewatch\"")
bw_installed_value([[migrations_directory = "../sql"]] "migrations_directory = \"${BW_SHARE}/sql\"")
bw_installed_value([[directory = "reference"]] "directory = \"${BW_SHARE}/reference\"")
bw_installed_value([[mappings_directory = "mappings"]]
                   "mappings_directory = \"${BW_SHARE}/mappings\"")
bw_installed_value([[well_known_file = "misuse/well-known.txt"]]
                   "well_known_file = \"${BW_SHARE}/misuse/well-known.txt\"")
bw_installed_value([[master_key_file = ""]] "master_key_file = \"${BW_ETC}/master.key\"")
file(CONFIGURE OUTPUT ${settings} CONTENT "${text}" @ONLY)
# Settings that are there are somebody's: the new ones come beside them.
install(CODE "
  set(target \"\$ENV{DESTDIR}${BW_ETC}/badgewatch.toml\")
  set(name badgewatch.toml)
  if(EXISTS \"\${target}\")
    set(name badgewatch.toml.new)
  endif()
  file(INSTALL \"${settings}\" DESTINATION \"${BW_ETC}\" RENAME \"\${name}\")
")

set(units ${CMAKE_INSTALL_PREFIX}/lib/systemd/system)
foreach(unit badgewatchd.service badgewatch-webhooks.service badgewatch-backup.service
        badgewatch-backup.timer
        badgewatch-reconcile.service badgewatch-reconcile.timer)
  file(READ systemd/${unit} text)
  string(REPLACE "/usr/bin/" "${CMAKE_INSTALL_FULL_BINDIR}/" text "${text}")
  string(REPLACE "/etc/badgewatch/" "${BW_ETC}/" text "${text}")
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/installed/${unit} CONTENT "${text}" @ONLY)
  install(FILES ${CMAKE_BINARY_DIR}/installed/${unit} DESTINATION ${units})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS systemd/${unit})
endforeach()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS config/badgewatch.toml)
install(FILES systemd/sysusers.conf DESTINATION ${CMAKE_INSTALL_PREFIX}/lib/sysusers.d
        RENAME badgewatch.conf)
install(FILES systemd/tmpfiles.conf DESTINATION ${CMAKE_INSTALL_PREFIX}/lib/tmpfiles.d
        RENAME badgewatch.conf)
