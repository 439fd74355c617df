/**
 * Runs in Spring Boot's actuator.
 */
@NullMarked
package io.github.openairun.actuate;

import org.jspecify.annotations.NullMarked;
