# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Fails when the headless server links a part of Qt that needs a screen, a sound card or a desktop.
execute_process(COMMAND ldd ${PROGRAM} OUTPUT_VARIABLE libraries COMMAND_ERROR_IS_FATAL ANY)
if(NOT libraries MATCHES "libQt6Core")
    message(FATAL_ERROR "ldd names no libQt6Core:\n${libraries}")
endif()
if(libraries MATCHES "lib(Qt6(Gui|Widgets|Multimedia|DBus)|qt6keychain)[^\n]*")
    message(FATAL_ERROR "${PROGRAM} links ${CMAKE_MATCH_0}")
endif()
