// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "devices/soundports.h"

#include <QComboBox>

class Settings;

//! A box of microphones or loudspeakers, which come and go: what the user once chose is chosen again whenever
//! it is there, also under another id. Devices of one name are numbered.
class SoundChoice : public QComboBox
{
    Q_OBJECT
public:
    explicit SoundChoice(QWidget *parent = nullptr);
    //! The choice is remembered as \a key.
    void attach(Settings *settings, const QString &key)
    {
        m_settings = settings;
        m_key = key;
    }
    void setDevices(const QList<SoundPort> &devices);
    bool isEmpty() const { return count() == 0; }
    //! Of the chosen device; empty where there is none.
    QByteArray id() const { return currentData().toString().toUtf8(); }

    //! That the chosen device has gone and another does its work, or that it is back; empty where neither is
    //! news.
    QString news() const;
    //! Its return has been seen.
    void forgetNews();

signals:
    void chosen(); //!< another device, by the user or since devices came or went

private:
    enum class Presence { Usual, Away, Back }; //!< of the chosen device

    QString key(const char *what) const { return m_key + QLatin1String(what); }
    QString rememberedName() const;
    void remember(const SoundPort &device);
    QByteArray returned() const;
    void tellChoice();

    Settings *m_settings = nullptr;
    QString m_key;
    QList<SoundPort> m_devices;
    Presence m_presence = Presence::Usual;
    QByteArray m_told;
    bool m_hasTold = false;
};
