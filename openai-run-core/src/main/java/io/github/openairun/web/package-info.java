/**
 * Runs for browsers: the events of a drive as server-sent events of Spring MVC.
 */
@NullMarked
package io.github.openairun.web;

import org.jspecify.annotations.NullMarked;
