#!/usr/bin/env node
'use strict';
require('./launch.cjs')(__filename, require('path').join(__dirname, '../dist/connect-distributed.js'));
