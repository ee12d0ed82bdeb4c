@echo off
rem Sets Pool Lab up from the packages in this folder, without a network, and opens it.
rem Words after it are a command: start.cmd doctor
setlocal
cd /d "%~dp0course" || goto failed

py -@PYTHON@ -c "" 2>nul
if errorlevel 1 (
    echo The packages here are for Python @PYTHON@, 64-bit, and there is none.
    echo Install it from python.org, with its launcher "py", and start this again.
    goto failed
)

rem Nothing but these packages, whatever this machine's own settings say.
setlocal
set PIP_NO_INDEX=1
set PIP_FIND_LINKS=..\packages
set PIP_CONFIG_FILE=nul
set PIP_CONSTRAINT=
set UV_NO_INDEX=1
set UV_FIND_LINKS=..\packages
set UV_OFFLINE=1
set UV_PYTHON_DOWNLOADS=never
py -@PYTHON@ src\poollab env
if errorlevel 1 goto failed
endlocal

rem A Docker engine may answer, but it could not fetch an image.
if not defined POOLLAB_POSTGRES set POOLLAB_POSTGRES=embedded
if "%~1"=="" (py -@PYTHON@ src\poollab lab) else (py -@PYTHON@ src\poollab %*)
exit /b %errorlevel%

:failed
pause
exit /b 1
