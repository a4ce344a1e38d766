// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/channelname.h"

#include <QCoreApplication>

QString channelName(Channel channel)
{
    switch (channel) {
    case Channel::ThisComputer:
        return QCoreApplication::translate("ChannelName", "This computer");
    case Channel::Device:
        return QCoreApplication::translate("ChannelName", "Speaker itself");
    case Channel::Telephone:
        return QCoreApplication::translate("ChannelName", "Telephone");
    }
    return {};
}
