package io.github.openairun.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Takes the properties of {@link OpenAiRunTest}.
 */
class OpenAiRunTestContextBootstrapper extends TestSliceTestContextBootstrapper<OpenAiRunTest> {

}
