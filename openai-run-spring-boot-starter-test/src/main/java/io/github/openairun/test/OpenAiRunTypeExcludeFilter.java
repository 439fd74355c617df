package io.github.openairun.test;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Leaves all components of the application out but those that {@link OpenAiRunTest}
 * includes, and configurations of method security, which handlers are subject to. One
 * that configures the security of the web as well needs more than the slice has.
 */
final class OpenAiRunTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<OpenAiRunTest> {

	/** By name, because Spring Security may be absent. */
	private static final String SECURITY = "org.springframework.security.config.annotation.";

	private static final String METHOD_SECURITY = SECURITY + "method.configuration.EnableMethodSecurity";

	private static final String WEB_SECURITY = SECURITY + "web.configuration.EnableWebSecurity";

	private static final String FILTER_CHAIN = "org.springframework.security.web.SecurityFilterChain";

	OpenAiRunTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

	@Override
	protected boolean isUseDefaultFilters() {
		return true;
	}

	@Override
	protected boolean defaultInclude(MetadataReader reader, MetadataReaderFactory readers) {
		AnnotationMetadata type = reader.getAnnotationMetadata();
		return type.isAnnotated(METHOD_SECURITY) && !type.isAnnotated(WEB_SECURITY)
				&& type.getAnnotatedMethods(Bean.class.getName())
					.stream()
					.noneMatch((method) -> method.getReturnTypeName().equals(FILTER_CHAIN));
	}

}
