; The installer. build.py calls makensis with: VERSION, STAGE (the folder with the program), OUT, CPU, and FAST for test builds.
Unicode true
Target ${CPU}-unicode
!define APP "reviewer"
!define EXE "reviewer-window.exe"
!define PROGID "Reviewer.Session"
!define SOURCEID "Reviewer.Source"
!define EXT ".review"
!define KEY "Software\${APP}"
!define UNKEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${APP}"
!define CAPABILITIES "${KEY}\Capabilities"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_INSTALLMODE_INSTDIR "${APP}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallDir"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNKEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "UninstallString"
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh

Name "$(name)"
OutFile "${OUT}"
BrandingText "reviewer ${VERSION}"
!ifdef FAST
SetCompressor zlib
!else
SetCompressor /SOLID lzma
SetCompressorDictSize 64
!endif
ManifestDPIAware true
ManifestLongPathAware true
ManifestSupportedOS all
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "reviewer"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "Performance-target review desk, setup"
VIAddVersionKey LegalCopyright "MIT licence"

!define MUI_ICON "reviewer.ico"
!define MUI_UNICON "reviewer.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "setup.bmp"
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_FINISHPAGE_NOAUTOCLOSE
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION startProgram
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE checkFolder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_RESERVEFILE_LANGDLL

!macro words ID CHINESE ENGLISH
LangString ${ID} ${LANG_SIMPCHINESE} "${CHINESE}"
LangString ${ID} ${LANG_ENGLISH} "${ENGLISH}"
!macroend
!insertmacro words name "预算绩效目标校对台" "Performance-target review desk"
!insertmacro words tooOld "本程序需要 64 位的 Windows 10 或更新版本，这台电脑上不能安装。" "This program needs 64-bit Windows 10 or newer and cannot be installed on this computer."
!insertmacro words older "已经安装了更新的版本 $R1，现在要换成旧版本 ${VERSION} 吗？" "The newer version $R1 is installed already. Replace it with the older ${VERSION}?"
!insertmacro words notAllowed "要为所有用户安装，请以管理员身份运行安装程序；不用管理员也可以只为自己安装（/CurrentUser）。" "To install for everybody, please run the setup as administrator; without, it can be installed for yourself (/CurrentUser)."
!insertmacro words twice "安装程序已经在运行，请先等它结束。" "The setup is running already; please wait until it has ended."
!insertmacro words running "程序正在运行，请先关闭它再重试。" "The program is running. Please close it and try again."
!insertmacro words noSpace "磁盘空间不足，安装需要 $R2 MB；请腾出空间或另选文件夹。没有留下任何文件。" "There is not enough room on the disk: $R2 MB are needed. Please make room or choose another folder. Nothing was left behind."
!insertmacro words broken "没有装完，已经清理；请再次运行安装程序。" "The installation was not completed and has been cleaned up; please run the setup again."
!insertmacro words notOurs "这个文件夹里已有别的文件；请另选一个空文件夹。" "This folder holds other files already; please choose an empty one."
!insertmacro words session "校对进度" "Review session"
!insertmacro words source "绩效目标表" "Performance-target document"
!insertmacro words program "程序（必需）" "The program (required)"
!insertmacro words link "桌面快捷方式" "Desktop shortcut"
!insertmacro words userData "是否同时删除您的设置、日志和未保存工作的备份？（已保存的校对进度文件不受影响。）" "Remove your settings, logs and the backups of unsaved work as well? (Saved session files are not touched.)"

Function .onInit
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${RunningX64}
    MessageBox MB_ICONSTOP "$(tooOld)" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
  SetRegView 64
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "reviewer-setup") p .r1 ?e'
  Pop $R0
  ${If} $R0 == 183 ; it exists
    MessageBox MB_ICONEXCLAMATION "$(twice)" /SD IDOK
    SetErrorLevel 7
    Quit
  ${EndIf}
  ; MultiUser.nsh would ask with a box, in English, even where nobody is there to see it
  UserInfo::GetAccountType
  Pop $R0
  ${GetParameters} $R3
  ClearErrors
  ${GetOptions} $R3 "/AllUsers" $R4
  ${IfNot} ${Errors}
  ${AndIf} $R0 != "Admin"
  ${AndIf} $R0 != "Power"
    MessageBox MB_ICONSTOP "$(notAllowed)" /SD IDOK
    SetErrorLevel 8
    Quit
  ${EndIf}
  StrCpy $R9 $INSTDIR ; empty unless /D= was given; MultiUser.nsh would overwrite it
  !insertmacro MULTIUSER_INIT
  ${If} $R9 != ""
    StrCpy $INSTDIR $R9
  ${EndIf}
  ${If} ${Silent}
    Call checkOlder
  ${EndIf}
FunctionEnd

; An older version takes the place of a newer one only after a yes. With a window it is asked once it is settled for whom to install.
Function checkOlder
  ReadRegStr $R1 SHCTX "${UNKEY}" "DisplayVersion"
  ${If} $R1 != ""
    ${VersionCompare} "$R1" "${VERSION}" $R0
    ${If} $R0 == 1
      ; /DOWNGRADE answers for those who install without a window; without it an older version stays out
      ${GetParameters} $R3
      ClearErrors
      ${GetOptions} $R3 "/DOWNGRADE" $R4
      ${If} ${Errors}
        MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(older)" /SD IDNO IDYES +3
          SetErrorLevel 4
          Quit
      ${EndIf}
    ${EndIf}
  ${EndIf}
FunctionEnd

; A folder with other things in it is not ours: neither fill it nor, later, empty it.
Function checkFolder
  ${IfNot} ${FileExists} "$INSTDIR\${EXE}"
    ${DirState} "$INSTDIR" $R0
    ${If} $R0 == 1
      MessageBox MB_ICONEXCLAMATION "$(notOurs)" /SD IDOK
      Abort
    ${EndIf}
  ${EndIf}
  Call checkOlder
FunctionEnd

; The shell starts it with the rights of the desktop: a program with those of the setup would take no files dropped on its window.
Function startProgram
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\${EXE}"'
FunctionEnd

; A program that runs cannot be opened for writing.
!macro mustNotRun NAME
  ${If} ${FileExists} "$INSTDIR\${NAME}"
    !define /redef AGAIN retry${__LINE__}
    ${AGAIN}:
    ClearErrors
    FileOpen $R0 "$INSTDIR\${NAME}" a
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(running)" /SD IDCANCEL IDRETRY ${AGAIN}
      SetErrorLevel 7
      Quit
    ${EndIf}
    FileClose $R0
  ${EndIf}
!macroend

; Move one part of the program, where it is there; the error flag says whether one of them could not be moved.
!macro movePart FROM TO NAME
  ${If} ${FileExists} "${FROM}\${NAME}"
    Rename "${FROM}\${NAME}" "${TO}\${NAME}"
  ${EndIf}
!macroend

!macro moveProgram FROM TO
  !insertmacro movePart "${FROM}" "${TO}" "_internal"
  !insertmacro movePart "${FROM}" "${TO}" "licenses"
  !insertmacro movePart "${FROM}" "${TO}" "sbom.cdx.json"
  !insertmacro movePart "${FROM}" "${TO}" "reviewer.exe"
  !insertmacro movePart "${FROM}" "${TO}" "${EXE}"
!macroend

!macro removeProgram
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licenses"
  Delete "$INSTDIR\${EXE}"
  Delete "$INSTDIR\reviewer.exe"
  Delete "$INSTDIR\sbom.cdx.json"
!macroend

Function giveUp
  RMDir /r "$INSTDIR.new"
  RMDir "$INSTDIR"
  SetErrorLevel 5
FunctionEnd

Function .onInstFailed
  Call giveUp
FunctionEnd

Section "$(program)" programSection
  SectionIn RO
  ; room for the new program beside the old one
  SectionGetSize ${programSection} $R2
  IntOp $R2 $R2 / 1024
  IntOp $R2 $R2 + 1
  CreateDirectory "$INSTDIR"
  ${DriveSpace} "$INSTDIR" "/D=F /S=M" $R3
  ${If} $R3 != ""
  ${AndIf} $R3 < $R2
    RMDir "$INSTDIR"
    SetErrorLevel 6
    MessageBox MB_ICONSTOP "$(noSpace)" /SD IDOK
    Quit
  ${EndIf}
  !insertmacro mustNotRun "${EXE}"
  !insertmacro mustNotRun "reviewer.exe"
  ; everything is unpacked beside the old program first: an interrupted installation leaves the old one whole
  RMDir /r "$INSTDIR.new"
  ClearErrors
  SetOverwrite try
  SetOutPath "$INSTDIR.new"
  File /r "${STAGE}\*"
  ${If} ${Errors}
    SetOutPath "$TEMP"
    Call giveUp
    MessageBox MB_ICONSTOP "$(broken)" /SD IDOK
    Quit
  ${EndIf}
  SetOutPath "$INSTDIR"
  ; the old program is moved aside, never taken apart: what another program holds fast stops all of it, or nothing
  RMDir /r "$INSTDIR.old"
  CreateDirectory "$INSTDIR.old"
  StrCpy $R5 "" ; asking for the error flag clears it
  ClearErrors
  !insertmacro moveProgram "$INSTDIR" "$INSTDIR.old"
  ${If} ${Errors}
    StrCpy $R5 "the old one is held"
  ${Else}
    !insertmacro moveProgram "$INSTDIR.new" "$INSTDIR"
    ${If} ${Errors}
      StrCpy $R5 "the new one is held"
      !insertmacro removeProgram
    ${EndIf}
  ${EndIf}
  ${If} $R5 != ""
    !insertmacro moveProgram "$INSTDIR.old" "$INSTDIR"
    RMDir "$INSTDIR.old"
    SetOutPath "$TEMP"
    Call giveUp
    MessageBox MB_ICONSTOP "$(broken)" /SD IDOK
    Quit
  ${EndIf}
  RMDir /r "$INSTDIR.old"
  RMDir /r "$INSTDIR.new"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  WriteRegStr SHCTX "${KEY}" "InstallDir" "$INSTDIR"
  CreateShortCut "$SMPROGRAMS\$(name).lnk" "$INSTDIR\${EXE}" "" "$INSTDIR\${EXE}" 0
  WriteRegStr SHCTX "${KEY}" "StartMenu" "$SMPROGRAMS\$(name).lnk"

  WriteRegStr SHCTX "Software\Classes\${PROGID}" "" "$(session)"
  WriteRegStr SHCTX "Software\Classes\${PROGID}\DefaultIcon" "" "$INSTDIR\${EXE},0"
  WriteRegStr SHCTX "Software\Classes\${PROGID}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  WriteRegStr SHCTX "Software\Classes\${EXT}" "" "${PROGID}"
  WriteRegStr SHCTX "Software\Classes\${EXT}\OpenWithProgids" "${PROGID}" ""

  WriteRegStr SHCTX "Software\Classes\${SOURCEID}" "" "$(source)"
  WriteRegStr SHCTX "Software\Classes\${SOURCEID}\DefaultIcon" "" "$INSTDIR\${EXE},0"
  WriteRegStr SHCTX "Software\Classes\${SOURCEID}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  WriteRegStr SHCTX "Software\Classes\Applications\${EXE}" "FriendlyAppName" "$(name)"
  WriteRegStr SHCTX "Software\Classes\Applications\${EXE}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  WriteRegStr SHCTX "${CAPABILITIES}" "ApplicationName" "$(name)"
  WriteRegStr SHCTX "${CAPABILITIES}" "ApplicationDescription" "$(name)"
  WriteRegStr SHCTX "${CAPABILITIES}\FileAssociations" "${EXT}" "${PROGID}"
  WriteRegStr SHCTX "Software\RegisteredApplications" "${APP}" "${CAPABILITIES}"
  ; source formats: offered under “open with”; who opens them by default stays as it is
  !include "${SOURCES}"
  !insertmacro forEachSource offerSource

  WriteRegStr SHCTX "${UNKEY}" "DisplayName" "$(name)"
  WriteRegStr SHCTX "${UNKEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNKEY}" "Publisher" "reviewer"
  WriteRegStr SHCTX "${UNKEY}" "DisplayIcon" "$INSTDIR\${EXE},0"
  WriteRegStr SHCTX "${UNKEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNKEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNKEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNKEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNKEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD SHCTX "${UNKEY}" "EstimatedSize" "$0"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section /o "$(link)" linkSection
  CreateShortCut "$DESKTOP\$(name).lnk" "$INSTDIR\${EXE}" "" "$INSTDIR\${EXE}" 0
  WriteRegStr SHCTX "${KEY}" "Desktop" "$DESKTOP\$(name).lnk"
SectionEnd

Function un.onInit
  SetRegView 64
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

Section Uninstall
  !insertmacro mustNotRun "${EXE}"
  !insertmacro mustNotRun "reviewer.exe"
  !insertmacro removeProgram
  Delete "$INSTDIR\uninstall.exe"
  RMDir /r "$INSTDIR.new"
  RMDir /r "$INSTDIR.old"
  RMDir "$INSTDIR"
  ReadRegStr $0 SHCTX "${KEY}" "StartMenu"
  ${If} $0 != ""
    Delete "$0"
  ${EndIf}
  ReadRegStr $0 SHCTX "${KEY}" "Desktop"
  ${If} $0 != ""
    Delete "$0"
  ${EndIf}
  DeleteRegKey SHCTX "Software\Classes\${PROGID}"
  DeleteRegKey SHCTX "Software\Classes\${SOURCEID}"
  DeleteRegKey SHCTX "Software\Classes\Applications\${EXE}"
  DeleteRegValue SHCTX "Software\Classes\${EXT}\OpenWithProgids" "${PROGID}"
  DeleteRegKey /ifempty SHCTX "Software\Classes\${EXT}\OpenWithProgids"
  ReadRegStr $0 SHCTX "Software\Classes\${EXT}" ""
  ${If} $0 == "${PROGID}"
    DeleteRegValue SHCTX "Software\Classes\${EXT}" ""
  ${EndIf}
  DeleteRegKey /ifempty SHCTX "Software\Classes\${EXT}"
  !insertmacro forEachSource withdrawSource
  DeleteRegValue SHCTX "Software\RegisteredApplications" "${APP}"
  DeleteRegKey SHCTX "${UNKEY}"
  DeleteRegKey SHCTX "${KEY}"
  ; the settings, the log and the backups: only after a yes, and never without a window. They are those of whoever removes the
  ; program, also where it was there for everybody: the folder of everybody holds none
  SetShellVarContext current
  ${If} ${FileExists} "$LOCALAPPDATA\reviewer\reviewer\*.*"
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(userData)" /SD IDNO IDNO kept
      RMDir /r "$LOCALAPPDATA\reviewer\reviewer"
      RMDir "$LOCALAPPDATA\reviewer"
    kept:
  ${EndIf}
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
