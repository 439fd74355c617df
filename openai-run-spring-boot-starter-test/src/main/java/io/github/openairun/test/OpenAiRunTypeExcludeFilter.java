package io.github.openairun.test;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/**
 * Leaves all components of the application out but those that {@link OpenAiRunTest}
 * includes.
 */
final class OpenAiRunTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<OpenAiRunTest> {

	OpenAiRunTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

}
