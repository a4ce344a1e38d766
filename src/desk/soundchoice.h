// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

class Settings;

//! A box of microphones or loudspeakers, which come and go: what the user once chose is chosen again whenever
//! it is there.
class SoundChoice : public QComboBox
{
    Q_OBJECT
public:
    struct Device
    {
        QByteArray id;
        QString name;
    };

    explicit SoundChoice(QWidget *parent = nullptr);
    //! The choice is remembered as \a key.
    void attach(Settings *settings, const QString &key);
    void setDevices(const QList<Device> &devices);
    bool isEmpty() const { return count() == 0; }
    QByteArray id() const; //!< of the chosen device; empty where there is none

signals:
    void chosen(); //!< another device, by the user or since devices came or went

private:
    void tellChoice();

    Settings *m_settings = nullptr;
    QString m_key;
    QByteArray m_told;
    bool m_hasTold = false;
};
