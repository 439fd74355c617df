/**
 * Streams runs to browsers as server-sent events of Spring MVC.
 */
@NullMarked
package io.github.openairun.web;

import org.jspecify.annotations.NullMarked;
