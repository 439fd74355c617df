package io.github.openairun.tool;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;

import jakarta.validation.Validator;
import jakarta.validation.metadata.BeanDescriptor;
import jakarta.validation.metadata.ContainerElementTypeDescriptor;
import jakarta.validation.metadata.MethodDescriptor;
import jakarta.validation.metadata.ParameterDescriptor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Creates validators of methods whose parameters, or their types, have constraints of
 * Jakarta Validation.
 */
final class JakartaArgumentValidatorFactory {

	private final Validator validator;

	private final JsonMapper mapper;

	private JakartaArgumentValidatorFactory(Validator validator, JsonMapper mapper) {
		this.validator = validator;
		this.mapper = mapper;
	}

	static @Nullable JakartaArgumentValidatorFactory find(BeanFactory beanFactory, JsonMapper mapper) {
		Validator validator = beanFactory.getBeanProvider(Validator.class).getIfUnique();
		return (validator != null) ? new JakartaArgumentValidatorFactory(validator, mapper) : null;
	}

	/**
	 * Create a validator of a method.
	 * @param beanClass the class of the bean
	 * @param method the method
	 * @param parameters its parameters
	 * @return the validator, {@link ArgumentValidator#NONE} if there are no constraints
	 */
	ArgumentValidator create(Class<?> beanClass, Method method, HandlerParameters parameters) {
		MethodDescriptor descriptor = this.validator.getConstraintsForClass(beanClass)
			.getConstraintsForMethod(method.getName(), method.getParameterTypes());
		boolean constrained = descriptor != null && descriptor.hasConstrainedParameters();
		List<ParameterDescriptor> declared = (descriptor != null && constrained) ? descriptor.getParameterDescriptors()
				: List.of();
		List<ArgumentSlot> unchecked = parameters.arguments()
			.stream()
			.filter((slot) -> isConstrained(slot.property().getType())
					&& (declared.isEmpty() || !isCascaded(declared.get(slot.position()))))
			.toList();
		if (!constrained && unchecked.isEmpty()) {
			return ArgumentValidator.NONE;
		}
		return new JakartaArgumentValidator(this.validator, this.mapper, constrained ? method : null,
				parameters.arguments(), unchecked);
	}

	/** Make a validator of one object that has all arguments. */
	ArgumentValidator create(Class<?> valueType) {
		JavaType type = this.mapper.constructType(valueType);
		if (!isConstrained(type)) {
			return ArgumentValidator.NONE;
		}
		JakartaArgumentValidator validator = new JakartaArgumentValidator(this.validator, this.mapper, null, List.of(),
				List.of());
		return (bean, values) -> validator.validateRoot(type, values[0]);
	}

	private static boolean isCascaded(ParameterDescriptor parameter) {
		return parameter.isCascaded() || parameter.getConstrainedContainerElementTypes()
			.stream()
			.anyMatch(ContainerElementTypeDescriptor::isCascaded);
	}

	private boolean isConstrained(JavaType type) {
		JavaType inner = type;
		while (inner.hasContentType()) {
			inner = inner.getContentType();
		}
		Class<?> beanClass = inner.getRawClass();
		if (beanClass.isPrimitive() || beanClass.isEnum() || beanClass.getName().startsWith("java.")) {
			return false;
		}
		BeanDescriptor descriptor = this.validator.getConstraintsForClass(beanClass);
		return descriptor.isBeanConstrained() || !descriptor.getConstrainedProperties().equals(Set.of())
				|| Modifier.isAbstract(beanClass.getModifiers());
	}

}
