package io.github.openairun.test;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import io.github.openairun.ToolHandler;

/**
 * Warns if handlers in the slice demand permissions that nothing checks there, because
 * the configuration with {@code @EnableMethodSecurity} is not part of the slice.
 */
class MethodSecurityCheck implements SmartInitializingSingleton {

	/** By name, because Spring Security may be absent. */
	private static final Set<String> ANNOTATIONS = Set.of("org.springframework.security.access.prepost.PreAuthorize",
			"org.springframework.security.access.prepost.PostAuthorize",
			"org.springframework.security.access.annotation.Secured", "jakarta.annotation.security.RolesAllowed",
			"jakarta.annotation.security.DenyAll");

	private static final String ADVISOR = "org.springframework.security.authorization.method.AuthorizationAdvisor";

	private static final Log logger = LogFactory.getLog(MethodSecurityCheck.class);

	private final ConfigurableListableBeanFactory beanFactory;

	MethodSecurityCheck(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Set<String> unchecked = isActive() ? Set.of() : secured();
		if (!unchecked.isEmpty()) {
			logger.warn("The handlers " + unchecked + " demand permissions, but method security is not active in "
					+ "@OpenAiRunTest, so that every user may call them. Add @Import of the configuration with "
					+ "@EnableMethodSecurity to the test, or @EnableMethodSecurity to a @TestConfiguration");
		}
	}

	private boolean isActive() {
		ClassLoader classLoader = this.beanFactory.getBeanClassLoader();
		return ClassUtils.isPresent(ADVISOR, classLoader) && this.beanFactory
			.getBeanNamesForType(ClassUtils.resolveClassName(ADVISOR, classLoader), true, false).length > 0;
	}

	private Set<String> secured() {
		Set<String> secured = new TreeSet<>();
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			Class<?> type = this.beanFactory.getType(name, false);
			if (type != null) {
				Class<?> target = ClassUtils.getUserClass(type);
				ReflectionUtils.doWithMethods(target, (method) -> secured.add(describe(target, method)),
						(method) -> AnnotatedElementUtils.hasAnnotation(method, ToolHandler.class)
								&& isSecured(target, method));
			}
		}
		return secured;
	}

	private static boolean isSecured(Class<?> type, Method method) {
		Method specific = AopUtils.getMostSpecificMethod(method, type);
		return ANNOTATIONS.stream()
			.anyMatch((annotation) -> AnnotatedElementUtils.isAnnotated(specific, annotation)
					|| AnnotatedElementUtils.isAnnotated(type, annotation));
	}

	private static String describe(Class<?> type, Method method) {
		return type.getSimpleName() + "." + method.getName();
	}

}
